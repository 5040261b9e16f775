//! What the bytes of an answer come to, however they are cut on their way: for tests and fuzzing. The whole client is
//! on trial, from the connection's first byte to the question whether it can be used again.

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use http::Method;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connection::Connection;
use super::head::RequestHead;
use super::send::Payload;
use super::stream::Stream;
use crate::catalog::Origin;

/// Longer answers are not cut into single bytes.
const LONG_BYTES: usize = 4 << 10;

/// An upstream that says what it was told to, whatever it is asked.
#[derive(Debug)]
pub(crate) struct Script {
    pieces: VecDeque<Vec<u8>>,
    /// Whether it closes the connection then.
    closes: bool,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Nothing: no whole head came.
    pub status: Option<u16>,
    /// Its headers in the order in which they came.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, as far as it came.
    pub data: Vec<u8>,
    /// How it ended.
    pub end: End,
    /// Whether the connection would be used for another request.
    pub reusable: bool,
}

/// How an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Whole,
    /// There is more to come.
    Waiting,
    /// It is no answer, or not all of one.
    Broken,
}

/// Asks an upstream that answers `pieces`, one a read.
pub fn ask(method: &Method, pieces: Vec<Vec<u8>>, closes: bool) -> Outcome {
    let origin = Origin { tls: false, host: "localhost".to_owned(), port: 1 };
    let pieces = pieces.into_iter().filter(|piece| !piece.is_empty()).collect();
    let connection = Connection::new(Arc::new(origin), Stream::Scripted(Script { pieces, closes }));
    let mut outcome =
        Outcome { status: None, headers: Vec::new(), data: Vec::new(), end: End::Waiting, reusable: false };
    let head = RequestHead::new(method, "/");
    let call = connection.call(&head, Payload::Whole(None));
    let mut cx = Context::from_waker(Waker::noop());
    let answer = match pin!(call).poll(&mut cx) {
        Poll::Pending => return outcome,
        Poll::Ready(Err(_)) => return Outcome { end: End::Broken, ..outcome },
        Poll::Ready(Ok(answer)) => answer,
    };
    outcome.status = Some(answer.head.status.as_u16());
    let headers = answer.head.headers.iter();
    outcome.headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
    let mut body = answer.body;
    loop {
        match body.poll_data(&mut cx) {
            Poll::Pending => return outcome,
            Poll::Ready(Some(Ok(data))) => {
                assert!(!data.is_empty(), "there is something in every piece");
                outcome.data.extend_from_slice(&data);
            }
            Poll::Ready(Some(Err(_))) => {
                assert!(body.into_connection().is_none(), "what is broken is not used again");
                return Outcome { end: End::Broken, ..outcome };
            }
            Poll::Ready(None) => break,
        }
    }
    outcome.end = End::Whole;
    outcome.reusable = body.into_connection().is_some();
    outcome
}

/// Holds what must hold for any bytes: they come to the same however they are cut, a connection that is closed is not
/// used again, and more bytes behind an answer change nothing but that.
pub fn hold(method: &Method, bytes: &[u8], step: usize) -> Outcome {
    let cut = |step: usize| bytes.chunks(step.max(1)).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let whole = ask(method, vec![bytes.to_vec()], false);
    // Byte by byte takes its time where there are many.
    let least = if bytes.len() > LONG_BYTES { 499 } else { 1 };
    for pieces in [cut(step.max(least)), cut(least)] {
        assert_eq!(ask(method, pieces, false), whole, "in steps of {step} or {least}");
    }
    let closed = ask(method, cut(step.max(least)), true);
    assert!(!closed.reusable, "it is closed");
    if whole.end == End::Waiting {
        assert!(whole.data == closed.data && !whole.reusable);
    } else {
        let same = (&whole.headers, &whole.data, whole.end) == (&closed.headers, &closed.data, closed.end);
        assert!(same && whole.status == closed.status, "{whole:?} and when closed {closed:?}");
    }
    if whole.end == End::Whole {
        let more = ask(method, vec![bytes.to_vec(), b"HTTP/1.1 200 OK\r\n\r\n".to_vec()], false);
        assert_eq!(more, Outcome { reusable: false, ..whole.clone() }, "nobody asked for a second answer");
    }
    closed
}

impl AsyncRead for Script {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Some(mut piece) = self.pieces.pop_front() else {
            return if self.closes { Poll::Ready(Ok(())) } else { Poll::Pending };
        };
        let rest = piece.split_off(piece.len().min(into.remaining()));
        into.put_slice(&piece);
        if !rest.is_empty() {
            self.pieces.push_front(rest);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Script {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
