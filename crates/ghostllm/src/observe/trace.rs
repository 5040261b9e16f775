//! One request's place in a trace: the client's span, its own, and one for each call of an upstream. Upstreams are
//! told of theirs in `traceparent`, so that what they record hangs below it.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::HeaderValue;

use super::context::Parent;

/// The headers of W3C Trace Context.
const TRACEPARENT: &str = "traceparent";
const TRACESTATE: &str = "tracestate";

/// What an upstream is told of a trace.
pub(crate) type TraceHeaders = [(&'static str, Option<HeaderValue>); 2];

/// A request that is traced.
#[derive(Debug)]
pub(crate) struct Trace {
    /// The client's own span.
    pub(super) parent: Option<Parent>,
    pub(super) id: u128,
    /// The request's span.
    pub(super) span: u64,
    pub(super) calls: Vec<Call>,
}

/// A call of an upstream. Times are since the request's head.
#[derive(Debug)]
pub(crate) struct Call {
    pub(super) span: u64,
    pub(super) begun: Duration,
    /// `None`: as long as the request.
    pub(super) ended: Option<Duration>,
    pub(super) provider: Arc<str>,
    /// What kind of provider it is of.
    pub(super) kind: &'static str,
    pub(super) model: Arc<str>,
    /// The status that it failed with.
    pub(super) failed: Option<u16>,
}

impl Trace {
    /// Of a request with these headers. `random` gives ids.
    pub(crate) fn new(headers: &HeaderMap, random: impl Fn() -> u64) -> Self {
        let parent = Parent::of(headers);
        // All zeros would be no id.
        let id = || random().max(1);
        let trace = parent.map_or_else(|| (u128::from(id()) << 64) | u128::from(id()), |parent| parent.trace);
        Self { parent, id: trace, span: id(), calls: Vec::new() }
    }

    /// Whether the client wants its trace recorded; without one of its own, it does not mind.
    pub(crate) fn is_sampled(&self) -> bool {
        self.parent.is_none_or(|parent| parent.is_sampled)
    }

    /// An upstream is called now.
    pub(crate) fn call(
        &mut self,
        span: u64,
        begun: Duration,
        (provider, kind): (&Arc<str>, &'static str),
        model: &Arc<str>,
    ) {
        let (provider, model) = (Arc::clone(provider), Arc::clone(model));
        self.calls.push(Call { span: span.max(1), begun, ended: None, provider, kind, model, failed: None });
    }

    /// The last call failed, with this status.
    pub(crate) fn fail(&mut self, ended: Duration, status: u16) {
        if let Some(call) = self.calls.last_mut() {
            (call.ended, call.failed) = (Some(ended), Some(status));
        }
    }

    /// What the upstream that is called is told.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let call = self.calls.last()?;
        let flags = u8::from(self.is_sampled());
        HeaderValue::try_from(format!("00-{:032x}-{:016x}-{flags:02x}", self.id, call.span)).ok()
    }
}

/// What an upstream is told of the client's trace: the gateway's own span where it records one, else the client's.
pub(crate) fn passed_on(trace: Option<&Trace>, headers: &HeaderMap) -> TraceHeaders {
    // What is malformed is not handed on.
    let clients = Parent::of(headers).and_then(|_| headers.get(TRACEPARENT)).cloned();
    let state = clients.as_ref().and_then(|_| headers.get(TRACESTATE)).cloned();
    [(TRACEPARENT, trace.and_then(Trace::header).or(clients)), (TRACESTATE, state)]
}
