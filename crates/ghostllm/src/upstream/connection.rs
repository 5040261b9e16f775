//! One HTTP/1.1 connection to an upstream, driven by whoever uses it: there is no task of its own, so nothing
//! is handed from task to task, and dropping the user closes the socket at once.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

use super::Stream;
use crate::catalog::Origin;

/// What is sent to an upstream.
#[derive(Debug)]
pub(crate) enum Payload {
    /// All of it, or nothing.
    Whole(Option<Bytes>),
    /// As it comes from the client, at most so many bytes more.
    Upload(Incoming, usize),
}

/// A connection that nobody else uses.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) origin: Arc<Origin>,
    pub(crate) idle_since: Instant,
    /// Whether it carried a request before.
    pub(crate) is_reused: bool,
    sender: http1::SendRequest<Payload>,
    driver: Driver,
}

/// The connection's own work: reading, writing, noticing that the other side closed.
#[derive(Debug)]
struct Driver(Option<Pin<Box<Http>>>);

type Http = http1::Connection<TokioIo<Stream>, Payload>;

/// An answer whose head has come. Its body drives the connection.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: http::response::Parts,
    pub(crate) body: AnswerBody,
}

/// The body of an answer. Once it has ended well, the connection can be had back.
#[derive(Debug)]
pub(crate) struct AnswerBody {
    incoming: Incoming,
    connection: Connection,
    ended: bool,
}

/// Longest response head that is read, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;

impl Connection {
    pub(super) async fn open(origin: Arc<Origin>, stream: Stream) -> Result<Self, hyper::Error> {
        let (sender, driver) =
            http1::Builder::new().max_buf_size(HEAD_BYTES_MAX).handshake(TokioIo::new(stream)).await?;
        let driver = Driver(Some(Box::pin(driver)));
        Ok(Self { origin, idle_since: Instant::now(), is_reused: false, sender, driver })
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn call(mut self, request: Request<Payload>) -> Result<Answer, hyper::Error> {
        let mut answer = std::pin::pin!(self.sender.send_request(request));
        let driver = &mut self.driver;
        let response: Response<Incoming> = poll_fn(|cx| {
            // The request goes to the driver first; what the driver reads comes back the same way.
            if let Poll::Ready(result) = answer.as_mut().poll(cx) {
                return Poll::Ready(result);
            }
            driver.poll(cx);
            answer.as_mut().poll(cx)
        })
        .await?;
        let (head, incoming) = response.into_parts();
        Ok(Answer { head, body: AnswerBody { incoming, connection: self, ended: false } })
    }

    /// Whether another request can be sent. Also notices what happened while nobody looked.
    pub(crate) fn is_usable(&mut self) -> bool {
        self.driver.poll(&mut Context::from_waker(Waker::noop()));
        self.driver.0.is_some() && self.sender.is_ready()
    }
}

impl Driver {
    fn poll(&mut self, cx: &mut Context<'_>) {
        if let Some(driver) = &mut self.0
            && driver.as_mut().poll(cx).is_ready()
        {
            self.0 = None;
        }
    }
}

impl AnswerBody {
    /// The next piece of the body; `None` at its end.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, hyper::Error>>> {
        loop {
            let mut polled = Pin::new(&mut self.incoming).poll_frame(cx);
            if polled.is_pending() {
                self.connection.driver.poll(cx);
                polled = Pin::new(&mut self.incoming).poll_frame(cx);
            }
            match polled {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => {
                    self.ended = true;
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers say nothing that anybody here wants to know.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }

    /// The next piece of the body; `None` at its end.
    pub(crate) async fn data(&mut self) -> Option<Result<Bytes, hyper::Error>> {
        poll_fn(|cx| self.poll_data(cx)).await
    }

    /// How long the body says it is.
    pub(crate) fn length(&self) -> Option<u64> {
        self.incoming.size_hint().exact()
    }

    /// The connection, if another request can be sent on it.
    pub(crate) fn into_connection(mut self) -> Option<Connection> {
        let ended = self.ended || self.incoming.is_end_stream();
        if !ended || !self.connection.is_usable() {
            return None;
        }
        self.connection.is_reused = true;
        self.connection.idle_since = Instant::now();
        Some(self.connection)
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Upload(incoming, left) => match Pin::new(incoming).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    let length = frame.data_ref().map_or(0, Bytes::len);
                    match left.checked_sub(length) {
                        Some(rest) => *left = rest,
                        None => return Poll::Ready(Some(Err(PayloadError::TooLarge))),
                    }
                    Poll::Ready(Some(Ok(frame)))
                }
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(PayloadError::Client(error)))),
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Upload(incoming, _) => incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Upload(incoming, _) => incoming.size_hint(),
        }
    }
}

/// Why a payload broke off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PayloadError {
    #[error("the client's body is too large")]
    TooLarge,
    #[error("the client's body broke off")]
    Client(#[source] hyper::Error),
}
