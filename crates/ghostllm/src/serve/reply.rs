//! What clients get: bodies, and the heads that go with them.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use ghostllm_protocol::{Dialect, Failure};
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body::{Body, Frame, SizeHint};

use crate::exchange::{Aborted, Streaming};

/// The body of a reply.
pub(crate) enum Reply {
    /// All of it, or nothing.
    Whole(Option<Bytes>),
    /// As it comes from an upstream.
    Streaming(Box<dyn Streaming>),
}

/// A reply as clients get it.
pub(crate) type Answered = Response<Reply>;

impl Reply {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()).filter(|bytes| !bytes.is_empty()))
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Aborted;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Aborted>>> {
        let data = match self.get_mut() {
            Self::Whole(bytes) => bytes.take().map(Ok),
            Self::Streaming(stream) => match stream.poll_data(cx) {
                Poll::Ready(data) => data,
                Poll::Pending => return Poll::Pending,
            },
        };
        Poll::Ready(data.map(|data| data.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Streaming(stream) => stream.length().map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

/// A body with its type.
pub(crate) fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answered {
    let mut response = Response::new(Reply::whole(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A JSON body.
pub(crate) fn json(status: StatusCode, body: &serde_json::Value) -> Answered {
    typed(status, "application/json", body.to_string())
}

/// A failure in the words of `dialect`.
pub(crate) fn failure(dialect: Dialect, failure: &Failure) -> Answered {
    let encoded = dialect.encode_failure(failure);
    let status = StatusCode::from_u16(encoded.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = typed(status, encoded.content_type, encoded.body);
    for (name, value) in encoded.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Sets a header whose value may hold what headers cannot: then it is left out.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
