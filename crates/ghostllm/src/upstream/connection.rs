//! One HTTP/1.1 connection to an upstream, driven by whoever polls the request that is on it: no task of its own,
//! no channel, so a dropped request closes its upstream at once, and what was read is there without a detour.
//!
//! hyper's client costs more than the rest of the gateway: a task, two channels and a wake-up for every piece of a
//! body. Here one read of the socket is one piece, without the chunks' framing, and a connection that waits
//! holds no buffer: reading goes through one that the thread has.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Instant;

use bytes::{Buf, Bytes, BytesMut};
use http::Method;
use tokio::io::{AsyncRead, ReadBuf};

use super::Stream;
use super::body::{BodyError, Unframer};
use super::head::{AnswerHead, HEAD_BYTES_MAX, HeadError, Parsed, RequestHead, parse};
use super::send::{Outbox, Payload, PayloadError};
use crate::catalog::Origin;

/// Up to this length a head is looked at whenever more of it comes; from there on, whenever a line ends.
const LOOK_BYTES: usize = 8 << 10;
/// Most that is read at one time.
const READ_BYTES: usize = 64 << 10;

thread_local! {
    /// What is read comes here first, and leaves at its own length.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; READ_BYTES]);
}

/// A connection that nobody else uses.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) origin: Arc<Origin>,
    pub(crate) idle_since: Instant,
    /// Whether it carried a request before.
    pub(crate) is_reused: bool,
    stream: Stream,
    outbox: Outbox,
    /// Another request can be sent once this one is over.
    keeps: bool,
}

/// An answer whose head has come.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: AnswerHead,
    pub(crate) body: AnswerBody,
}

/// The body of an answer. Once it has ended well, the connection can be had back.
#[derive(Debug)]
pub(crate) struct AnswerBody {
    connection: Connection,
    unframer: Unframer,
    /// What came with the head.
    begun: Bytes,
    /// What is said after the data that came before it.
    failed: Option<HttpError>,
}

/// Why there is no answer, or no more of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// Nothing of the request was sent.
    #[error("the connection was closed before the request was sent")]
    Unsent,
    /// Whether the request was worked on, nobody knows.
    #[error("the connection was closed before an answer came")]
    Closed,
    #[error("the connection was closed in the middle of the answer")]
    Cut,
    #[error("the answer cannot be read: {0}")]
    Head(#[from] HeadError),
    #[error("the answer cannot be read: {0}")]
    Body(#[from] BodyError),
    #[error("{0}")]
    Payload(#[from] PayloadError),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Connection {
    pub(super) fn new(origin: Arc<Origin>, stream: Stream) -> Self {
        let idle_since = Instant::now();
        Self { origin, idle_since, is_reused: false, stream, outbox: Outbox::default(), keeps: true }
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn call(mut self, head: &RequestHead, payload: Payload) -> Result<Answer, HttpError> {
        let method = head.method.clone();
        self.outbox = Outbox::new(head, payload);
        let mut heads = Heads::default();
        let parsed = poll_fn(|cx| self.poll_head(cx, &method, &mut heads)).await?;
        self.keeps = parsed.keeps;
        let begun = heads.bytes.slice(parsed.length..);
        let unframer = Unframer::new(parsed.framing);
        let mut body = AnswerBody { connection: self, unframer, begun, failed: None };
        // Without a body, whatever came is too much.
        body.connection.keeps &= !body.unframer.is_over() || body.begun.is_empty();
        Ok(Answer { head: parsed.head, body })
    }

    /// Whether another request can be sent. Also notices what happened while nobody looked: whatever comes now
    /// is no answer.
    pub(crate) fn is_usable(&mut self) -> bool {
        self.keeps && self.outbox.is_sent() && self.is_quiet()
    }

    /// Whether there is nothing to read.
    fn is_quiet(&mut self) -> bool {
        // Not held to its share of the thread: a read that is put off would look like a connection that is quiet.
        let read = tokio::task::unconstrained(poll_fn(|cx| self.poll_read(cx, |_| ())));
        pin!(read).poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    fn poll_head(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        heads: &mut Heads,
    ) -> Poll<Result<Parsed, HttpError>> {
        loop {
            self.send(cx)?;
            let read = ready!(self.poll_read(cx, |bytes| heads.append(bytes)));
            match read {
                Ok(true) => {}
                Ok(false) if heads.is_untouched() => return Poll::Ready(Err(self.closed())),
                Ok(false) => return Poll::Ready(Err(HttpError::Cut)),
                Err(error) if heads.is_untouched() && is_close(&error) => {
                    return Poll::Ready(Err(self.closed()));
                }
                Err(error) => return Poll::Ready(Err(error.into())),
            }
            if let Some(parsed) = heads.parse(method)? {
                return Poll::Ready(Ok(parsed));
            }
        }
    }

    /// What it means that nothing came.
    fn closed(&self) -> HttpError {
        if self.outbox.is_begun() { HttpError::Closed } else { HttpError::Unsent }
    }

    /// Sends what can be sent. An upstream that takes no more may still have answered: that is for whoever reads.
    fn send(&mut self, cx: &mut Context<'_>) -> Result<(), PayloadError> {
        match self.outbox.poll_send(cx, &mut self.stream) {
            Poll::Ready(Err(error)) => {
                self.keeps = false;
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Reads once; nothing at the end.
    fn poll_read<T>(&mut self, cx: &mut Context<'_>, take: impl FnOnce(&[u8]) -> T) -> Poll<io::Result<T>> {
        SCRATCH.with_borrow_mut(|scratch| {
            let mut into = ReadBuf::new(scratch);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut into))?;
            Poll::Ready(Ok(take(into.filled())))
        })
    }
}

impl AnswerBody {
    /// The next piece of the body; `None` at its end.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, HttpError>>> {
        loop {
            if let Some(error) = self.failed.take() {
                return Poll::Ready(Some(Err(error)));
            }
            if self.unframer.is_over() {
                return Poll::Ready(None);
            }
            let data = if self.begun.is_empty() {
                let Self { connection, unframer, failed, .. } = self;
                if let Err(error) = connection.send(cx) {
                    return Poll::Ready(Some(Err(error.into())));
                }
                let read = connection.poll_read(cx, |bytes| (bytes.len(), unframe(unframer, bytes, failed)));
                match ready!(read) {
                    Ok((0, _)) if unframer.close() => return Poll::Ready(None),
                    Ok((0, _)) => return Poll::Ready(Some(Err(HttpError::Cut))),
                    Ok((_, (data, all))) => {
                        connection.keeps &= all;
                        data
                    }
                    Err(error) => return Poll::Ready(Some(Err(error.into()))),
                }
            } else {
                let begun = std::mem::take(&mut self.begun);
                let (data, all) = unframe(&mut self.unframer, &begun, &mut self.failed);
                self.connection.keeps &= all;
                data
            };
            if !data.is_empty() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }

    /// The next piece of the body; `None` at its end.
    pub(crate) async fn data(&mut self) -> Option<Result<Bytes, HttpError>> {
        poll_fn(|cx| self.poll_data(cx)).await
    }

    /// How much of the body is still to come, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.unframer.length()
    }

    /// The connection, if another request can be sent on it.
    pub(crate) fn into_connection(mut self) -> Option<Connection> {
        let ended = self.unframer.is_over() && self.failed.is_none() && self.begun.is_empty();
        if !ended || !self.connection.is_usable() {
            return None;
        }
        self.connection.is_reused = true;
        self.connection.idle_since = Instant::now();
        Some(self.connection)
    }
}

/// What was read and is no whole head yet.
#[derive(Default)]
struct Heads {
    bytes: Bytes,
    /// How long the heads were that only said to wait, and the blank lines before a head.
    passed: usize,
    /// Whether to look for a head: a long one that comes in many pieces is not looked at for each of them.
    looks: bool,
}

impl Heads {
    /// Says whether there was anything.
    fn append(&mut self, more: &[u8]) -> bool {
        self.looks = self.bytes.len() < LOOK_BYTES || memchr::memchr(b'\n', more).is_some();
        if self.bytes.is_empty() {
            self.bytes = more.to_vec().into();
        } else {
            // Nobody else has them: they are not copied.
            let mut joined = BytesMut::from(std::mem::take(&mut self.bytes));
            joined.extend_from_slice(more);
            self.bytes = joined.freeze();
        }
        !more.is_empty()
    }

    fn is_untouched(&self) -> bool {
        self.bytes.is_empty() && self.passed == 0
    }

    fn parse(&mut self, method: &Method) -> Result<Option<Parsed>, HeadError> {
        while self.looks && !self.bytes.is_empty() {
            while let Some(blank) = [&b"\n"[..], b"\r\n"].iter().find(|blank| self.bytes.starts_with(blank)) {
                self.pass(blank.len());
            }
            match parse(&self.bytes, method)? {
                Some(parsed) if parsed.head.status.is_informational() => {
                    self.pass(parsed.length);
                }
                Some(parsed) if self.passed + parsed.length <= HEAD_BYTES_MAX => return Ok(Some(parsed)),
                None if self.passed + self.bytes.len() <= HEAD_BYTES_MAX => return Ok(None),
                _ => return Err(HeadError::TooLong),
            }
        }
        if self.passed + self.bytes.len() > HEAD_BYTES_MAX { Err(HeadError::TooLong) } else { Ok(None) }
    }

    fn pass(&mut self, length: usize) {
        self.bytes.advance(length);
        self.passed += length;
    }
}

/// The data in `bytes`, in one piece, and whether that was all: what follows the end of a body belongs to nobody.
fn unframe(unframer: &mut Unframer, bytes: &[u8], failed: &mut Option<HttpError>) -> (Bytes, bool) {
    let mut data = BytesMut::with_capacity(bytes.len());
    match unframer.take(bytes, |piece| data.extend_from_slice(piece)) {
        Ok(taken) => (data.freeze(), taken == bytes.len()),
        Err(error) => {
            *failed = Some(error.into());
            (data.freeze(), false)
        }
    }
}

/// The other side closed, whatever the system calls it.
fn is_close(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | NotConnected | UnexpectedEof)
}
