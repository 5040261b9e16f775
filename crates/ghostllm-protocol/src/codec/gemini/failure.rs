//! Errors: `{"error":{"code","message","status","details"}}`, and the wait in a detail.
//! <https://google.aip.dev/193>

use std::time::Duration;

use serde_json::value::RawValue;

use super::DIALECT;
use crate::codec::openai_error;
use crate::read::{self, Object};
use crate::write::object;
use crate::{Category, Failure, FailureReply, Json};

/// Status words, their HTTP status, and what they mean.
const STATUSES: &[(&str, u16, Category)] = &[
    ("INVALID_ARGUMENT", 400, Category::InvalidRequest),
    ("FAILED_PRECONDITION", 400, Category::InvalidRequest),
    ("OUT_OF_RANGE", 400, Category::InvalidRequest),
    ("UNAUTHENTICATED", 401, Category::Authentication),
    ("PERMISSION_DENIED", 403, Category::Permission),
    ("NOT_FOUND", 404, Category::NotFound),
    ("RESOURCE_EXHAUSTED", 429, Category::RateLimited),
    ("CANCELLED", 499, Category::Canceled),
    ("INTERNAL", 500, Category::Upstream),
    ("UNKNOWN", 500, Category::Upstream),
    ("UNAVAILABLE", 503, Category::Overloaded),
    ("DEADLINE_EXCEEDED", 504, Category::Timeout),
];

pub(super) fn decode(status: u16, body: &[u8]) -> Failure {
    let mut failure = Failure::new(Category::of_status(status), String::from_utf8_lossy(body).trim());
    failure.status = status;
    // A stream that is an array has its error in one too.
    let raw: Option<&RawValue> = serde_json::from_slice(body).ok();
    let first = raw.map(|raw| read::array(raw).ok().and_then(|items| items.first().copied()).unwrap_or(raw));
    failure.body = raw.map(Json::raw);
    let Some(Ok(mut fields)) = first.map(Object::of) else { return failure };
    let Ok(Some(mut error)) = fields.object("error") else { return failure };
    if let Ok(Some(code)) = error.take::<u16>("code")
        && (400..600).contains(&code)
        && !(400..600).contains(&status)
    {
        failure.status = code;
        failure.category = Category::of_status(code);
    }
    failure.message = error.text("message").ok().flatten().unwrap_or(failure.message);
    failure.code = error.text("status").ok().flatten();
    let row = STATUSES.iter().find(|(word, ..)| Some(*word) == failure.code.as_deref());
    failure.category = row.map_or(failure.category, |row| row.2);
    for detail in error.array("details").ok().flatten().unwrap_or_default() {
        let Ok(mut detail) = Object::of(detail) else { continue };
        if let Ok(Some(delay)) = detail.text("retryDelay") {
            failure.retry_after = seconds(&delay);
        }
        if matches!(detail.text("reason"), Ok(Some(reason)) if reason == "API_KEY_INVALID") {
            failure.category = Category::Authentication;
        }
    }
    if failure.category == Category::InvalidRequest
        && failure.message.contains("exceeds the maximum number of tokens")
    {
        failure.category = Category::ContextLength;
    }
    failure
}

/// Protobuf's JSON form of a duration: `3.5s`.
fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.strip_suffix('s')?.parse().ok()?).ok()
}

pub(super) fn encode(failure: &Failure) -> FailureReply {
    let mut out = Vec::new();
    body(failure, &mut out);
    let headers = openai_error::retry_after(failure);
    FailureReply { status: row(failure).1, content_type: "application/json", headers, body: out }
}

pub(super) fn body(failure: &Failure, out: &mut Vec<u8>) {
    let (word, status) = row(failure);
    object(out, |w| {
        w.object("error", |w| {
            w.put("code", &status);
            w.put("message", &failure.message);
            w.put("status", word);
            if let Some(wait) = failure.retry_after {
                w.array("details", |a| {
                    a.object(|w| {
                        w.put("@type", "type.googleapis.com/google.rpc.RetryInfo");
                        w.put("retryDelay", &format!("{}s", wait.as_secs_f64()));
                    });
                });
            }
        });
    });
}

fn row(failure: &Failure) -> (&str, u16) {
    let own = failure.code.as_deref().filter(|_| failure.origin == Some(DIALECT));
    let category = match failure.category {
        Category::ContextLength | Category::ContentFilter | Category::TooLarge => Category::InvalidRequest,
        Category::Quota => Category::RateLimited,
        category => category,
    };
    let usual = STATUSES.iter().find(|row| row.2 == category).map_or(("INTERNAL", 500), |row| (row.0, row.1));
    own.map_or(usual, |word| (word, failure.status))
}
