//! Errors as OpenAI's endpoints spell them: `{"error":{"message","type","param","code"}}`.

use crate::read::Object;
use crate::write::{Writer, object};
use crate::{Category, Dialect, Failure, FailureReply, Json};

/// Reads an error body, or what compatible servers answer instead of one.
pub(super) fn decode(status: u16, body: &[u8]) -> Failure {
    let mut failure = Failure::new(Category::of_status(status), String::from_utf8_lossy(body).trim());
    failure.status = status;
    failure.body = std::str::from_utf8(body).ok().and_then(|text| Json::parse(text).ok());
    let Ok(mut fields) = Object::parse(body) else { return failure };
    let error = fields.raw("error");
    let text = |fields: &mut Object<'_>, key: &str| {
        fields.raw(key).map(|raw| crate::read::string(raw).unwrap_or_else(|| raw.get().to_owned()))
    };
    // `{"error":"text"}`, `{"detail":…}` and `{"message":…}` are what compatible servers say.
    let mut inner = if let Some(Ok(inner)) = error.map(Object::of) {
        inner
    } else {
        if let Some(raw) = error {
            failure.message = crate::read::string(raw).unwrap_or_else(|| raw.get().to_owned());
        }
        fields
    };
    let message = ["message", "detail"].into_iter().find_map(|key| text(&mut inner, key));
    failure.message = message.unwrap_or(failure.message);
    failure.kind = text(&mut inner, "type");
    failure.code = text(&mut inner, "code");
    failure.param = text(&mut inner, "param");
    failure.category = category(&failure);
    failure
}

/// Codes and types that say more than the status.
fn category(failure: &Failure) -> Category {
    let words = [failure.code.as_deref(), failure.kind.as_deref()];
    let says = |word: &str| words.contains(&Some(word));
    if says("context_length_exceeded") {
        Category::ContextLength
    } else if says("insufficient_quota") || says("billing_hard_limit_reached") {
        Category::Quota
    } else if says("content_filter") || says("content_policy_violation") {
        Category::ContentFilter
    } else if says("rate_limit_exceeded") || says("rate_limit_error") {
        Category::RateLimited
    } else if says("invalid_api_key") || says("authentication_error") {
        Category::Authentication
    } else if says("model_not_found") {
        Category::NotFound
    } else if says("overloaded_error") || says("server_overloaded") {
        Category::Overloaded
    } else if says("server_error") && failure.status < 500 {
        Category::Upstream
    } else {
        failure.category
    }
}

/// The type and code that a category has at OpenAI.
fn words(category: Category) -> (&'static str, Option<&'static str>) {
    match category {
        Category::InvalidRequest | Category::TooLarge | Category::Permission => {
            ("invalid_request_error", None)
        }
        Category::ContextLength => ("invalid_request_error", Some("context_length_exceeded")),
        Category::ContentFilter => ("invalid_request_error", Some("content_filter")),
        Category::Authentication => ("invalid_request_error", Some("invalid_api_key")),
        Category::NotFound => ("invalid_request_error", Some("model_not_found")),
        Category::RateLimited => ("rate_limit_error", Some("rate_limit_exceeded")),
        Category::Quota => ("insufficient_quota", Some("insufficient_quota")),
        Category::Overloaded => ("server_error", Some("server_overloaded")),
        Category::Timeout => ("server_error", Some("timeout")),
        Category::Upstream | Category::Canceled => ("server_error", None),
    }
}

/// Whether a failure's own words are OpenAI's.
fn speaks_openai(failure: &Failure) -> bool {
    matches!(
        failure.origin,
        None | Some(Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::OpenAiCompletions)
    )
}

/// Message, type, parameter and code.
pub(super) fn fields(failure: &Failure, writer: &mut Writer<'_>) {
    let (kind, code) = words(failure.category);
    let own = speaks_openai(failure);
    writer.put("message", &failure.message);
    writer.put("type", failure.kind.as_deref().filter(|_| own).unwrap_or(kind));
    match &failure.param {
        Some(param) => writer.put("param", param),
        None => writer.null("param"),
    }
    match failure.code.as_deref().filter(|_| own).or(code) {
        Some(code) => writer.put("code", code),
        None => writer.null("code"),
    }
}

/// Writes the body.
pub(super) fn body(failure: &Failure, out: &mut Vec<u8>) {
    object(out, |w| w.object("error", |w| fields(failure, w)));
}

pub(super) fn encode(failure: &Failure) -> FailureReply {
    let mut out = Vec::new();
    body(failure, &mut out);
    // OpenAI's clients know 429 for an empty account, and no 529.
    let status = match failure.category {
        Category::Quota => 429,
        Category::Overloaded => 503,
        _ => failure.status,
    };
    FailureReply { status, content_type: "application/json", headers: retry_after(failure), body: out }
}

/// The header that every dialect shares.
pub(super) fn retry_after(failure: &Failure) -> Vec<(&'static str, String)> {
    let seconds = failure.retry_after.map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
    seconds.map(|seconds| ("retry-after", seconds.to_string())).into_iter().collect()
}
