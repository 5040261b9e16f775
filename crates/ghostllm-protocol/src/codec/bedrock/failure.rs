//! Errors: a message in the body, their type in the header `x-amzn-errortype` or the event's name.

use crate::codec::openai_error;
use crate::write::object;
use crate::{Category, Failure, FailureReply};

/// Exceptions, their status, and what they mean.
const EXCEPTIONS: &[(&str, u16, Category)] = &[
    ("ValidationException", 400, Category::InvalidRequest),
    ("UnrecognizedClientException", 403, Category::Authentication),
    ("AccessDeniedException", 403, Category::Permission),
    ("ResourceNotFoundException", 404, Category::NotFound),
    ("ModelTimeoutException", 408, Category::Timeout),
    ("ModelErrorException", 424, Category::Upstream),
    ("ModelStreamErrorException", 424, Category::Upstream),
    ("ThrottlingException", 429, Category::RateLimited),
    ("ModelNotReadyException", 429, Category::Overloaded),
    ("ServiceQuotaExceededException", 400, Category::Quota),
    ("InternalServerException", 500, Category::Upstream),
    ("ServiceUnavailableException", 503, Category::Overloaded),
];

pub(super) fn decode(status: u16, body: &[u8]) -> Failure {
    let mut failure = openai_error::decode(status, body);
    if let Some(kind) = failure.kind.take() {
        name(&mut failure, &kind);
    } else {
        failure.category = if status == 424 { Category::Upstream } else { Category::of_status(status) };
    }
    if failure.category == Category::InvalidRequest && failure.message.contains("too long") {
        failure.category = Category::ContextLength;
    }
    failure
}

/// An exception in the middle of a stream, whose event is named after it.
pub(super) fn in_stream(exception: &str, body: &[u8]) -> Failure {
    let mut failure = openai_error::decode(500, body);
    failure.category = Category::Upstream;
    name(&mut failure, exception);
    failure
}

fn name(failure: &mut Failure, exception: &str) {
    if let Some((word, status, category)) =
        EXCEPTIONS.iter().find(|(word, ..)| word.eq_ignore_ascii_case(exception))
    {
        failure.kind = Some((*word).to_owned());
        failure.status = *status;
        failure.category = *category;
    } else {
        failure.kind = Some(exception.to_owned());
    }
}

pub(super) fn encode(failure: &Failure) -> FailureReply {
    let (word, status) = exception(failure);
    let mut body = Vec::new();
    object(&mut body, |w| w.put("message", &failure.message));
    let mut headers = openai_error::retry_after(failure);
    headers.push(("x-amzn-errortype", word.to_owned()));
    FailureReply { status, content_type: "application/json", headers, body }
}

/// The exception that a failure is here, and its status.
pub(super) fn exception(failure: &Failure) -> (&'static str, u16) {
    let category = match failure.category {
        Category::ContextLength | Category::ContentFilter | Category::TooLarge => Category::InvalidRequest,
        Category::Canceled => Category::Upstream,
        category => category,
    };
    if category == Category::Upstream {
        return ("InternalServerException", 500);
    }
    let row = EXCEPTIONS.iter().find(|(.., of)| *of == category);
    row.map_or(("InternalServerException", 500), |(word, status, _)| (word, *status))
}
