//! Names of headers that HTTP itself does not have, read once and not at each request.

use http::HeaderName;

macro_rules! names {
    ($($(#[$said:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$said])* pub(crate) const $name: HeaderName = HeaderName::from_static($text);)*
    };
}

// What the gateway says of an answer.
names! {
    ATTEMPTS = "x-ghostllm-attempts";
    CACHE = "x-ghostllm-cache";
    ERROR_SOURCE = "x-ghostllm-error-source";
    ESTIMATED = "x-ghostllm-estimated";
    LOSSES = "x-ghostllm-losses";
    MODEL = "x-ghostllm-model";
    /// Clients also say it, of the provider that holds their account's files.
    PROVIDER = "x-ghostllm-provider";
    /// The request's id.
    REQUEST_ID = "x-ghostllm-request-id";
    RESPONSE_LOSSES = "x-ghostllm-response-losses";
    ROUTE_REASON = "x-ghostllm-route-reason";
    SOCKET = "x-ghostllm-socket";
    UNPRICED = "x-ghostllm-unpriced";
    UPSTREAM_REQUEST_ID = "x-ghostllm-upstream-request-id";
}

// What clients say.
names! {
    ANTHROPIC_BETA = "anthropic-beta";
    ANTHROPIC_VERSION = "anthropic-version";
    API_KEY = "api-key";
    IDEMPOTENCY_KEY = "idempotency-key";
    OPENAI_BETA = "openai-beta";
    SESSION = "x-ghostllm-session";
    TAGS = "x-ghostllm-tags";
    TRACEPARENT = "traceparent";
    X_API_KEY = "x-api-key";
    X_GOOG_API_CLIENT = "x-goog-api-client";
    X_GOOG_API_KEY = "x-goog-api-key";
}

// What both clients and providers know.
names! {
    /// Anthropic's name for a request's id.
    ANTHROPIC_REQUEST_ID = "request-id";
    /// OpenAI's.
    OPENAI_REQUEST_ID = "x-request-id";
    X_ACCEL_BUFFERING = "x-accel-buffering";
}
