//! The body of a client's request, within its limits.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ghostllm_protocol::{Category, Failure};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http_body::Body;
use hyper::body::Incoming;

use crate::config::Server;
use crate::gateway::Active;
use crate::serve::Watched;

/// Reads a whole body of at most `body_bytes_max` bytes.
pub(crate) async fn read(
    headers: &HeaderMap,
    mut body: Incoming,
    server: &Server,
    active: &Active,
    watched: &Watched,
) -> Result<Bytes, Box<Failure>> {
    let limit = server.body_bytes_max;
    check_encoding(headers)?;
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large(limit).into());
    }
    watched.body();
    let mut first = Bytes::new();
    let mut joined = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|error| {
            Failure::new(Category::InvalidRequest, format!("the request body broke off: {error}"))
        })?;
        let data = frame.into_data().unwrap_or_default();
        watched.body_progress(data.len());
        if first.len() + joined.len() + data.len() > limit {
            return Err(too_large(limit).into());
        }
        if !active.has_room(data.len(), server.bodies_bytes_max) {
            let mut failure = Failure::new(Category::Overloaded, "too much of requests' bodies is under way");
            failure.retry_after = Some(Duration::from_secs(1));
            return Err(failure.into());
        }
        if first.is_empty() && joined.is_empty() {
            first = data;
            continue;
        }
        if joined.is_empty() {
            // What the client announces is believed only as far as it has begun to send.
            joined.reserve(announced.unwrap_or(0).min(1 << 20).max(first.len() + data.len()));
            joined.extend_from_slice(&first);
            first = Bytes::new();
        }
        joined.extend_from_slice(&data);
    }
    watched.answering();
    Ok(if joined.is_empty() { first } else { joined.freeze() })
}

fn check_encoding(headers: &HeaderMap) -> Result<(), Box<Failure>> {
    match headers.get(CONTENT_ENCODING).map(http::HeaderValue::as_bytes) {
        None | Some(b"identity" | b"") => Ok(()),
        Some(other) => {
            let name = String::from_utf8_lossy(other);
            let message = format!("the content encoding `{name}` is not taken: send the body as it is");
            let mut failure = Failure::new(Category::InvalidRequest, message);
            failure.status = 415;
            Err(failure.into())
        }
    }
}

fn too_large(limit: usize) -> Failure {
    Failure::new(Category::TooLarge, format!("the request body is larger than {limit} bytes"))
}
