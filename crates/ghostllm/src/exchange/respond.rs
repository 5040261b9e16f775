//! A won answer -> the reply that the client gets; and the reply when nobody answered.

use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{
    Category, ChatResponse, Dialect, Exchange, Failure, FinishReason, StreamTranslator, Usage,
};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use super::call::Failed;
use super::chat::Chat;
use super::context::Context;
use super::long::Long;
use super::meter::Meter;
use super::pace::Pace;
use super::relay::{Holdings, Passage, Passed, Relay};
use super::wire::{Wire, WirePassage};
use crate::case::Case;
use crate::catalog::Provider;
use crate::ledger::Outcome;
use crate::limits::Permit;
use crate::route::{Attempt, Reason};
use crate::serve::names::{
    ANTHROPIC_REQUEST_ID, ATTEMPTS, CACHE, ERROR_SOURCE, LOSSES, MODEL, OPENAI_REQUEST_ID, PROVIDER,
    RESPONSE_LOSSES, ROUTE_REASON, UNPRICED, UPSTREAM_REQUEST_ID, X_ACCEL_BUFFERING,
};
use crate::serve::reply::{self, Answered, Reply, set};
use crate::upstream::{AnswerBody, AnswerHead};

/// An answer, and who gave it.
pub(crate) struct Won {
    pub(crate) provider: Arc<Provider>,
    pub(crate) upstream_model: Arc<str>,
    pub(crate) wire: Wire,
    pub(crate) head: AnswerHead,
    pub(crate) body: WonBody,
    pub(crate) reason: Reason,
    pub(crate) permit: Permit,
    pub(crate) attempt: Option<Attempt>,
}

/// The body of an answer.
pub(crate) enum WonBody {
    Whole(Bytes),
    /// A stream: its beginning, and the rest.
    Stream(Bytes, Box<AnswerBody>),
    /// Too long to be read whole: what came, and the rest.
    Long(Bytes, Box<AnswerBody>),
}

/// Headers of an upstream that a client of the same dialect gets.
const CARRIED_HEADERS: [HeaderName; 4] = [
    HeaderName::from_static("openai-model"),
    HeaderName::from_static("openai-processing-ms"),
    HeaderName::from_static("openai-version"),
    HeaderName::from_static("anthropic-organization-id"),
];

impl Chat {
    /// The reply with a won answer.
    pub(super) fn respond(mut self, won: Won) -> Answered {
        let headers = self.headers(&won);
        self.case.hold(won.permit);
        match (won.body, &won.wire.passage) {
            (WonBody::Whole(bytes), WirePassage::Verbatim { .. }) => {
                self.keep(&headers, &won.provider.name, &won.upstream_model, &bytes);
                if let Some(usage) = won.wire.dialect.usage(&bytes) {
                    self.case.used(&usage);
                }
                self.whole(won.head.status, headers, bytes)
            }
            (WonBody::Whole(bytes), WirePassage::Translated(exchange)) => {
                let (dialect, exchange) = (won.wire.dialect, exchange.clone());
                let by = (&won.provider.name, &won.upstream_model);
                self.translated(dialect, &exchange, headers, &bytes, by)
            }
            (WonBody::Whole(bytes), WirePassage::Reshaped(reshape)) => {
                match reshape.answer(&bytes, &won.head.headers) {
                    Ok((body, input_tokens)) => {
                        if input_tokens > 0 {
                            self.case.used(&Usage { input_tokens, ..Usage::default() });
                        }
                        let mut headers = headers;
                        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                        self.whole(won.head.status, headers, body.into())
                    }
                    Err(problem) => self.garbled(&problem),
                }
            }
            (WonBody::Stream(begun, rest), _) => {
                let (status, attempt) = (won.head.status, won.attempt);
                let by = (&*won.provider, &won.upstream_model);
                self.stream(status, headers, (begun, *rest), won.wire, by, attempt)
            }
            (WonBody::Long(begun, rest), WirePassage::Verbatim { .. }) => {
                let mut headers = headers;
                self.context.decorate(&mut headers);
                let (status, attempt) = (won.head.status, won.attempt);
                let length = won.head.headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
                let meter = Meter::for_value(won.wire.dialect);
                let pace = Pace::new(won.provider.idle_timeout);
                let most = self.context.snapshot.server.response_bytes_max as u64;
                let holdings = self.holdings(attempt, status);
                let long = Long::new(begun, *rest, (length, most), meter, pace, holdings);
                built(status, headers, Reply::Streaming(Box::new(long)))
            }
            (WonBody::Long(..), _) => self.garbled("it is longer than `response_bytes_max`"),
        }
    }

    /// An answer came, and cannot be understood.
    fn garbled(self, problem: &str) -> Answered {
        let message = format!("the provider's answer cannot be read: {problem}");
        self.context.refuse(self.case, &Failure::new(Category::Upstream, message), Outcome::Failed)
    }

    /// A whole answer, and the end of the case.
    fn whole(mut self, status: StatusCode, headers: HeaderMap, bytes: Bytes) -> Answered {
        self.case.first_byte();
        let mut answered = built(status, headers, Reply::whole(bytes));
        self.context.finish(&mut answered);
        self.case.settle(Outcome::Complete, status.as_u16());
        answered
    }

    /// A whole answer of another dialect.
    fn translated(
        mut self,
        dialect: Dialect,
        exchange: &Exchange,
        mut headers: HeaderMap,
        bytes: &[u8],
        by: (&Arc<str>, &Arc<str>),
    ) -> Answered {
        let response = match dialect.decode_response(bytes, exchange) {
            Ok(response) => response,
            Err(error) => return self.garbled(&error.to_string()),
        };
        if let Some(usage) = &response.usage {
            self.case.used(usage);
        }
        if let Some(problem) = says_nothing(&response) {
            return self.garbled(&problem);
        }
        let client = self.asked.dialect;
        if self.asked.stream {
            // The client wants a stream, and the provider gave the answer at once.
            let mut encoder = client.stream_encoder_in(self.asked.framing, exchange);
            let mut out = Vec::new();
            for event in response.into_events() {
                encoder.encode(&event, &mut out);
            }
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(encoder.content_type()));
            let out = Bytes::from(out);
            self.keep(&headers, by.0, by.1, &out);
            return self.whole(StatusCode::OK, headers, out);
        }
        let encoded = client.encode_response(&response, exchange);
        if !encoded.losses.is_empty() {
            set(&mut headers, RESPONSE_LOSSES, &encoded.losses.header_value());
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let body = Bytes::from(encoded.body);
        self.keep(&headers, by.0, by.1, &body);
        self.whole(StatusCode::OK, headers, body)
    }

    /// Keeps a whole answer, if it may be.
    fn keep(&self, headers: &HeaderMap, provider: &Arc<str>, upstream_model: &Arc<str>, body: &Bytes) {
        if let Some(cacheable) = self.cacheable {
            let mut recorder = cacheable.record(headers.get(CONTENT_TYPE), provider, upstream_model);
            recorder.add(body);
            recorder.keep(&self.context.worker.gateway);
        }
    }

    fn stream(
        self,
        status: StatusCode,
        mut headers: HeaderMap,
        (begun, rest): (Bytes, AnswerBody),
        wire: Wire,
        (provider, upstream_model): (&Provider, &Arc<str>),
        attempt: Option<Attempt>,
    ) -> Answered {
        let (client, framing) = (self.asked.dialect, self.asked.framing);
        let passage = match wire.passage {
            WirePassage::Verbatim { strips_usage } => {
                let meter = Box::new(Meter::new(client, framing, strips_usage));
                Passage::Verbatim { meter, client: (client, framing) }
            }
            WirePassage::Translated(exchange) => {
                let encoder = client.stream_encoder_in(framing, &exchange);
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(encoder.content_type()));
                let decoder = wire.dialect.stream_decoder(&exchange);
                let translator = Box::new(StreamTranslator::new(decoder, encoder));
                Passage::Translated { translator, passed: Passed::default() }
            }
            // Vectors do not stream; what came instead passes as it is.
            WirePassage::Reshaped(_) => {
                let meter = Box::new(Meter::new(wire.dialect, framing, false));
                Passage::Verbatim { meter, client: (client, framing) }
            }
        };
        self.context.decorate(&mut headers);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // nginx in front would gather a stream otherwise.
        headers.insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
        let pace = Pace::new(provider.idle_timeout);
        let content_type = headers.get(CONTENT_TYPE);
        let recorder =
            self.cacheable.map(|cacheable| cacheable.record(content_type, &provider.name, upstream_model));
        let mut holdings = self.holdings(attempt, status);
        holdings.recorder = recorder;
        let relay = Relay::new(begun, rest, passage, pace, holdings);
        built(status, headers, Reply::Streaming(Box::new(relay)))
    }

    fn holdings(self, attempt: Option<Attempt>, status: StatusCode) -> Holdings {
        Holdings::new(self.context, self.case, attempt, status.as_u16())
    }

    /// What was decided, and what an upstream of the same dialect says.
    fn headers(&self, won: &Won) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(16);
        if matches!(won.wire.passage, WirePassage::Verbatim { .. }) {
            for name in CARRIED_HEADERS.iter().chain([&CONTENT_TYPE]) {
                if let Some(value) = won.head.headers.get(name) {
                    headers.insert(name, value.clone());
                }
            }
        }
        let upstream_id =
            [OPENAI_REQUEST_ID, ANTHROPIC_REQUEST_ID].iter().find_map(|name| won.head.headers.get(name));
        if let Some(id) = upstream_id {
            headers.insert(UPSTREAM_REQUEST_ID, id.clone());
        }
        set(&mut headers, PROVIDER, &won.provider.name);
        set(&mut headers, MODEL, &won.upstream_model);
        headers.insert(ROUTE_REASON, HeaderValue::from_static(won.reason.name()));
        headers.insert(ATTEMPTS, attempts(self.case.attempts()));
        if self.case.is_unpriced() {
            headers.insert(UNPRICED, HeaderValue::from_static("true"));
        }
        if self.cacheable.is_some() {
            headers.insert(CACHE, HeaderValue::from_static("miss"));
        }
        if !won.wire.losses.is_empty() {
            set(&mut headers, LOSSES, &won.wire.losses);
        }
        headers
    }
}

/// Why an answer is none, if it is: nothing is in it, and nothing that a client of another dialect could read says
/// why.
fn says_nothing(response: &ChatResponse) -> Option<String> {
    let Some(first) = response.choices.first() else { return Some("it has no answer in it".to_owned()) };
    let finish = first.finish.as_ref().filter(|finish| finish.reason == FinishReason::Other)?;
    let native = finish.native.as_deref().unwrap_or("no reason");
    first.parts.is_empty().then(|| format!("it ended with `{native}`, and nothing is in it"))
}

/// The reply when nobody answered: as the last one said it where it speaks the client's dialect, in the
/// client's dialect otherwise.
pub(super) fn fail(context: &Context, case: Case, failed: Failed) -> Answered {
    let calls = case.attempts();
    if calls == 0 {
        return context.refuse(case, &failed.failure, Outcome::Refused);
    }
    let raw = failed.raw.filter(|raw| !raw.1.is_empty());
    let mut answered = match raw {
        Some(raw) => {
            let (head, body) = *raw;
            let mut answered = Response::new(Reply::whole(body));
            *answered.status_mut() =
                StatusCode::from_u16(failed.failure.status).unwrap_or(StatusCode::BAD_GATEWAY);
            for name in [CONTENT_TYPE, http::header::RETRY_AFTER] {
                if let Some(value) = head.get(&name) {
                    answered.headers_mut().insert(name, value.clone());
                }
            }
            answered
        }
        None => reply::failure(context.dialect, &failed.failure),
    };
    let headers = answered.headers_mut();
    set(headers, ERROR_SOURCE, "upstream");
    headers.insert(ATTEMPTS, attempts(calls));
    context.finish(&mut answered);
    case.settle(Outcome::Failed, answered.status().as_u16());
    answered
}

/// How many calls there were: one, mostly.
fn attempts(calls: u32) -> HeaderValue {
    if calls == 1 { HeaderValue::from_static("1") } else { HeaderValue::from(calls) }
}

fn built(status: StatusCode, headers: HeaderMap, body: Reply) -> Answered {
    let mut answered = Response::new(body);
    *answered.status_mut() = status;
    *answered.headers_mut() = headers;
    answered
}
