//! Errors: `{"type":"error","error":{"type","message"}}`.
//! <https://platform.claude.com/docs/en/api/errors>

use super::DIALECT;
use crate::codec::openai_error;
use crate::write::object;
use crate::{Category, Failure, FailureReply};

/// Error types, their status, and what they mean.
const TYPES: &[(&str, u16, Category)] = &[
    ("invalid_request_error", 400, Category::InvalidRequest),
    ("authentication_error", 401, Category::Authentication),
    ("billing_error", 402, Category::Quota),
    ("permission_error", 403, Category::Permission),
    ("not_found_error", 404, Category::NotFound),
    ("request_too_large", 413, Category::TooLarge),
    ("rate_limit_error", 429, Category::RateLimited),
    ("api_error", 500, Category::Upstream),
    ("timeout_error", 504, Category::Timeout),
    ("overloaded_error", 529, Category::Overloaded),
];

pub(super) fn decode(status: u16, body: &[u8]) -> Failure {
    // The shapes are alike: an object `error` with `type` and `message`.
    let mut failure = openai_error::decode(status, body);
    failure.category = Category::of_status(status);
    let kind = failure.kind.as_deref();
    if let Some((_, usual, category)) = TYPES.iter().find(|(name, ..)| Some(*name) == kind) {
        failure.category = *category;
        if status == 200 {
            // An error in the middle of a stream.
            failure.status = *usual;
        }
    }
    if failure.category == Category::InvalidRequest {
        let says = |text: &str| failure.message.contains(text);
        if says("prompt is too long") || says("exceed context limit") {
            failure.category = Category::ContextLength;
        } else if says("credit balance is too low") {
            failure.category = Category::Quota;
        }
    }
    failure
}

pub(super) fn encode(failure: &Failure) -> FailureReply {
    let (_, usual) = kind(failure);
    let status =
        if matches!(failure.status / 100, 4) && Category::of_status(failure.status) == failure.category {
            failure.status
        } else {
            usual
        };
    let mut out = Vec::new();
    body(failure, &mut out);
    let headers = openai_error::retry_after(failure);
    FailureReply { status, content_type: "application/json", headers, body: out }
}

pub(super) fn body(failure: &Failure, out: &mut Vec<u8>) {
    object(out, |w| {
        w.word("type", "error");
        w.object("error", |w| {
            w.put("type", kind(failure).0);
            w.put("message", &failure.message);
        });
    });
}

fn kind(failure: &Failure) -> (&str, u16) {
    let own = failure.kind.as_deref().filter(|_| failure.origin == Some(DIALECT));
    let category = match failure.category {
        Category::ContextLength | Category::ContentFilter => Category::InvalidRequest,
        Category::Canceled => Category::Upstream,
        category => category,
    };
    let usual =
        TYPES.iter().find(|(.., of)| *of == category).map_or(("api_error", 500), |row| (row.0, row.1));
    (own.unwrap_or(usual.0), usual.1)
}
