//! The reply to a chat as what a socket passes on: one piece of JSON after the other, or one failure.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use ghostllm_protocol::frame::sse::SseParser;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http_body::Body as _;
use serde_json::{Value, json};

use crate::serve::reply::{Answered, Reply};

/// A reply in pieces.
pub(super) struct Frames {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    body: Reply,
    parser: SseParser,
    ended: bool,
}

impl Frames {
    pub(super) fn of(answered: Answered) -> Self {
        let (head, body) = answered.into_parts();
        Self { status: head.status, headers: head.headers, body, parser: SseParser::new(), ended: false }
    }

    /// A header, if it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether it is a stream of events, rather than one value.
    pub(super) fn is_stream(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        content_type.starts_with(b"text/event-stream")
    }

    /// The data of the next event; `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.ended {
                return None;
            }
            // What the gateway itself writes is no broken frame; what passes as it is was looked at on its way.
            while let Some(frame) = self.parser.next_frame().ok()? {
                if let Some(data) = frame.data.filter(|data| data != "[DONE]") {
                    return Some(data);
                }
            }
            let Some(data) = self.data().await else {
                self.ended = true;
                return self.parser.finish().and_then(|frame| frame.data).filter(|data| data != "[DONE]");
            };
            self.parser.push(data);
        }
    }

    /// The whole body as JSON.
    pub(super) async fn value(&mut self) -> Value {
        let mut all = Vec::new();
        while let Some(data) = self.data().await {
            all.extend_from_slice(&data);
        }
        let text = || Value::String(String::from_utf8_lossy(&all).into_owned());
        serde_json::from_slice(&all).unwrap_or_else(|_| json!({ "error": { "message": text() } }))
    }

    async fn data(&mut self) -> Option<Bytes> {
        loop {
            let frame = poll_fn(|cx| Pin::new(&mut self.body).poll_frame(cx)).await?.ok()?;
            if let Ok(data) = frame.into_data() {
                return Some(data);
            }
        }
    }
}
