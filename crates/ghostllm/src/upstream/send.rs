//! A request on its way to an upstream.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use http::Method;
use http_body::Body as _;
use hyper::body::Incoming;
use tokio::io::AsyncWrite as _;

use super::Stream;
use super::head::RequestHead;

/// Bodies up to this length are copied behind their head: one buffer, one write.
const JOINED_BYTES_MAX: usize = 16 << 10;

/// Room for what ends a head.
const LENGTH_BYTES: usize = 48;

/// What is sent to an upstream.
#[derive(Debug)]
pub(crate) enum Payload {
    /// All of it, or nothing.
    Whole(Option<Bytes>),
    /// As it comes from the client, at most so many bytes more.
    Upload(Incoming, usize),
}

/// Why a payload broke off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PayloadError {
    #[error("the client's body is too large")]
    TooLarge,
    #[error("the client's body broke off: {0}")]
    Client(#[source] hyper::Error),
}

/// What of a request is not sent yet.
#[derive(Debug)]
pub(super) struct Outbox {
    /// Written first, from `at` on.
    front: Vec<u8>,
    at: usize,
    then: Bytes,
    upload: Option<Upload>,
    state: State,
    /// Something of it is on its way.
    is_begun: bool,
}

#[derive(Debug)]
struct Upload {
    incoming: Incoming,
    left: usize,
    /// Its length is not known: it goes in chunks.
    is_chunked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sending,
    Sent,
    /// The upstream takes no more.
    Refused,
}

impl Default for Outbox {
    /// Nothing to send.
    fn default() -> Self {
        Self {
            front: Vec::new(),
            at: 0,
            then: Bytes::new(),
            upload: None,
            state: State::Sent,
            is_begun: false,
        }
    }
}

impl Outbox {
    pub(super) fn new(head: &RequestHead, payload: Payload) -> Self {
        let RequestHead { bytes, method } = head;
        let joined = match &payload {
            Payload::Whole(Some(body)) if body.len() <= JOINED_BYTES_MAX => body.len(),
            _ => 0,
        };
        let mut front = Vec::with_capacity(bytes.len() + LENGTH_BYTES + joined);
        front.extend_from_slice(bytes);
        let mut then = Bytes::new();
        let mut upload = None;
        match payload {
            Payload::Whole(None) if matches!(*method, Method::POST | Method::PUT | Method::PATCH) => {
                length(&mut front, 0);
            }
            Payload::Whole(None) => front.extend_from_slice(b"\r\n"),
            Payload::Whole(Some(body)) => {
                length(&mut front, body.len() as u64);
                if joined > 0 {
                    front.extend_from_slice(&body);
                } else {
                    then = body;
                }
            }
            Payload::Upload(incoming, left) => {
                let known = incoming.size_hint().exact();
                match known {
                    Some(known) => length(&mut front, known),
                    None => front.extend_from_slice(b"transfer-encoding: chunked\r\n\r\n"),
                }
                upload = Some(Upload { incoming, left, is_chunked: known.is_none() });
            }
        }
        Self { front, at: 0, then, upload, state: State::Sending, is_begun: false }
    }

    /// Whether the upstream may have got anything of the request.
    pub(super) fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// Whether the whole request is on its way.
    pub(super) fn is_sent(&self) -> bool {
        self.state == State::Sent
    }

    /// Sends what the upstream takes. Ready when there is no more to do.
    pub(super) fn poll_send(
        &mut self,
        cx: &mut Context<'_>,
        stream: &mut Stream,
    ) -> Poll<Result<(), PayloadError>> {
        while self.state == State::Sending {
            while self.at < self.front.len() || !self.then.is_empty() {
                match ready!(self.poll_write(cx, stream)) {
                    Ok(count) if count > 0 => self.advance(count),
                    _ => return self.refused(),
                }
            }
            // A slice of nothing would hold all that it is a slice of, for as long as the connection is kept.
            (self.front, self.at, self.then) = (Vec::new(), 0, Bytes::new());
            match &mut self.upload {
                Some(upload) => match ready!(upload.poll_piece(cx))? {
                    Some(piece) if upload.is_chunked => self.front = chunk(&piece),
                    Some(piece) => self.then = piece,
                    None => {
                        if upload.is_chunked {
                            self.front = b"0\r\n\r\n".to_vec();
                        }
                        self.upload = None;
                    }
                },
                None => match ready!(Pin::new(&mut *stream).poll_flush(cx)) {
                    Ok(()) => self.state = State::Sent,
                    Err(_) => return self.refused(),
                },
            }
        }
        Poll::Ready(Ok(()))
    }

    /// It may have answered all the same; whoever reads will see.
    fn refused(&mut self) -> Poll<Result<(), PayloadError>> {
        *self = Self { state: State::Refused, is_begun: self.is_begun, ..Self::default() };
        Poll::Ready(Ok(()))
    }

    fn poll_write(&self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<io::Result<usize>> {
        let front = &self.front[self.at..];
        let stream = Pin::new(stream);
        if self.then.is_empty() {
            stream.poll_write(cx, front)
        } else if front.is_empty() {
            stream.poll_write(cx, &self.then)
        } else {
            stream.poll_write_vectored(cx, &[IoSlice::new(front), IoSlice::new(&self.then)])
        }
    }

    fn advance(&mut self, count: usize) {
        self.is_begun = true;
        let of_front = count.min(self.front.len() - self.at);
        self.at += of_front;
        self.then.advance(count - of_front);
    }
}

impl Upload {
    /// The next piece that is not empty; `None` at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, PayloadError>> {
        loop {
            let Some(frame) = ready!(Pin::new(&mut self.incoming).poll_frame(cx)) else {
                return Poll::Ready(Ok(None));
            };
            // Trailers say nothing that anybody there wants to know.
            let Ok(data) = frame.map_err(PayloadError::Client)?.into_data() else { continue };
            self.left = self.left.checked_sub(data.len()).ok_or(PayloadError::TooLarge)?;
            if !data.is_empty() {
                return Poll::Ready(Ok(Some(data)));
            }
        }
    }
}

/// Ends a head.
fn length(head: &mut Vec<u8>, length: u64) {
    head.extend_from_slice(b"content-length: ");
    head.extend_from_slice(length.to_string().as_bytes());
    head.extend_from_slice(b"\r\n\r\n");
}

fn chunk(piece: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat()
}
