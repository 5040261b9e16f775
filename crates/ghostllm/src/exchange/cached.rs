//! Answers to chats, and vectors, from the cache and into it. Nothing else is kept: what counts tokens is free, and
//! what is only passed on is not known well enough to call two requests equal.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ghostllm_protocol::Framing;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Response};

use super::asked::Task;
use super::chat::Chat;
use crate::cache::{CacheKey, Kept};
use crate::catalog::Model;
use crate::gateway::Gateway;
use crate::ledger::Outcome;
use crate::serve::names::{
    ANTHROPIC_BETA, ANTHROPIC_VERSION, CACHE, MODEL, OPENAI_BETA, PROVIDER, ROUTE_REASON, TAGS,
};
use crate::serve::reply::{Answered, Reply, set};

/// Headers of a client that may change the answer.
static TELLING_HEADERS: [HeaderName; 4] = [ANTHROPIC_VERSION, ANTHROPIC_BETA, OPENAI_BETA, TAGS];

/// Longest streamed answer that is kept.
const STREAM_BYTES_MAX: usize = 1 << 20;

/// An answer on its way into the cache.
pub(crate) struct Recorder {
    key: CacheKey,
    ttl: Duration,
    content_type: HeaderValue,
    provider: Arc<str>,
    upstream_model: Arc<str>,
    /// `None`: it became too long.
    body: Option<Vec<u8>>,
}

/// What is remembered of a request whose answer may be kept.
#[derive(Clone, Copy)]
pub(crate) struct Cacheable {
    key: CacheKey,
    ttl: Duration,
}

/// How the request stands to the cache. `None`: not at all.
pub(super) fn cacheable(chat: &Chat, model: &Model) -> Option<Cacheable> {
    if model.cache_seconds == 0 || refuses(&chat.context.headers) {
        return None;
    }
    let key = &chat.context.key;
    let scope = key.team.as_ref().map_or(&*key.id, |team| &*team.name);
    let asked = &chat.asked;
    let form = match &asked.task {
        Task::Chat => u8::from(asked.stream) | u8::from(asked.framing == Framing::JsonArray) << 1,
        Task::Embed(form) => 4 + *form as u8,
        Task::CountTokens | Task::Forward { .. } => return None,
    };
    let query = asked.query.as_deref().unwrap_or_default();
    let headers = TELLING_HEADERS
        .iter()
        .map(|name| chat.context.headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default());
    let parts = [scope, asked.dialect.name(), &asked.model, query].map(str::as_bytes);
    let key = CacheKey::new(parts.into_iter().chain([&[form][..], &asked.body]).chain(headers));
    Some(Cacheable { key, ttl: Duration::from_secs(model.cache_seconds) })
}

/// Whether the client wants nothing from the cache.
fn refuses(headers: &HeaderMap) -> bool {
    let says = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| text.contains("no-cache") || text.contains("no-store"))
    };
    headers.get(CACHE_CONTROL).is_some_and(says)
}

impl Chat {
    /// The reply with a kept answer.
    pub(super) fn respond_kept(mut self, kept: Kept) -> Answered {
        self.case.cache_hit(&kept.provider, &kept.upstream_model);
        self.case.first_byte();
        let mut answered = Response::new(Reply::whole(kept.body));
        let headers = answered.headers_mut();
        headers.insert(CONTENT_TYPE, kept.content_type);
        set(headers, PROVIDER, &kept.provider);
        set(headers, MODEL, &kept.upstream_model);
        set(headers, ROUTE_REASON, "cache");
        set(headers, CACHE, "hit");
        self.context.finish(&mut answered);
        self.case.settle(Outcome::Complete, 200);
        answered
    }
}

impl Cacheable {
    pub(super) fn find(&self, gateway: &Gateway) -> Option<Kept> {
        gateway.cache.get(&self.key, Instant::now())
    }

    /// Begins to keep an answer.
    pub(super) fn record(
        self,
        content_type: Option<&HeaderValue>,
        provider: &Arc<str>,
        upstream_model: &Arc<str>,
    ) -> Recorder {
        Recorder {
            key: self.key,
            ttl: self.ttl,
            content_type: content_type.cloned().unwrap_or(HeaderValue::from_static("application/json")),
            provider: Arc::clone(provider),
            upstream_model: Arc::clone(upstream_model),
            body: Some(Vec::new()),
        }
    }
}

impl Recorder {
    /// More of the answer.
    pub(crate) fn add(&mut self, bytes: &Bytes) {
        if let Some(body) = &mut self.body {
            body.extend_from_slice(bytes);
            if body.len() > STREAM_BYTES_MAX {
                self.body = None;
            }
        }
    }

    /// The answer is whole.
    pub(crate) fn keep(self, gateway: &Gateway) {
        let Self { key, ttl, content_type, provider, upstream_model, body: Some(body) } = self else {
            return;
        };
        let kept = Kept { content_type, body: body.into(), provider, upstream_model };
        gateway.cache.put(key, kept, ttl, Instant::now());
    }
}
