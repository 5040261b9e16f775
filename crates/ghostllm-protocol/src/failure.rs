//! One shape for what providers answer when they don't answer: category, status, code, message verbatim, and
//! one `retry_after`.

use std::time::Duration;

use crate::{Dialect, Json};

/// What a provider (or the gateway) answers instead of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What kind of failure, by which callers decide.
    pub category: Category,
    /// The HTTP status it came with, or the usual one of its category.
    pub status: u16,
    /// The provider's machine-readable code (`context_length_exceeded`, `RESOURCE_EXHAUSTED`, …).
    pub code: Option<String>,
    /// The provider's error type (`rate_limit_error`, `ThrottlingException`, …).
    pub kind: Option<String>,
    /// The provider's words, verbatim.
    pub message: String,
    /// Which field of the request is at fault.
    pub param: Option<String>,
    /// When to come back.
    pub retry_after: Option<Duration>,
    /// The dialect of `code`, `kind` and `body`.
    pub origin: Option<Dialect>,
    /// The body as it came, if it was JSON.
    pub body: Option<Json>,
}

/// Kinds of failure that a caller treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// The request is wrong.
    InvalidRequest,
    /// The request is longer than the model's context.
    ContextLength,
    /// The body is larger than allowed.
    TooLarge,
    /// The key is missing or wrong.
    Authentication,
    /// The key may not do this.
    Permission,
    /// No such model or path.
    NotFound,
    /// Too many requests or tokens for now.
    RateLimited,
    /// The account is out of money.
    Quota,
    /// The provider has no room for anybody.
    Overloaded,
    /// It took too long.
    Timeout,
    /// A filter refused the request.
    ContentFilter,
    /// The provider broke.
    Upstream,
    /// The client went away.
    Canceled,
}

/// A failure as a client's dialect spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureReply {
    /// The HTTP status.
    pub status: u16,
    /// The content type of `body`.
    pub content_type: &'static str,
    /// Further headers (`retry-after`, `x-amzn-errortype`, …), lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Failure {
    /// A failure with the usual status of its category.
    pub fn new(category: Category, message: impl Into<String>) -> Self {
        Self {
            category,
            status: category.status(),
            code: None,
            kind: None,
            message: message.into(),
            param: None,
            retry_after: None,
            origin: None,
            body: None,
        }
    }

    /// Whether the same request may succeed later, or elsewhere.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.category,
            Category::RateLimited | Category::Overloaded | Category::Timeout | Category::Upstream
        )
    }
}

impl Category {
    /// The usual HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest | Self::ContextLength | Self::ContentFilter => 400,
            Self::Authentication => 401,
            Self::Quota => 402,
            Self::Permission => 403,
            Self::NotFound => 404,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::Canceled => 499,
            Self::Upstream => 502,
            Self::Overloaded => 503,
            Self::Timeout => 504,
        }
    }

    /// What a status says when the body says nothing.
    pub fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Authentication,
            402 => Self::Quota,
            403 => Self::Permission,
            404 => Self::NotFound,
            408 | 504 => Self::Timeout,
            413 => Self::TooLarge,
            429 => Self::RateLimited,
            499 => Self::Canceled,
            503 | 529 => Self::Overloaded,
            400..=499 => Self::InvalidRequest,
            _ => Self::Upstream,
        }
    }
}
