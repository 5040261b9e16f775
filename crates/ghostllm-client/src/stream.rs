//! An answer as it comes.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use ghostllm_protocol::{ChatResponse, Collector, Event, Losses, StreamDecoder};
use hyper::body::{Body as _, Incoming};
use tokio::time::{Instant, Sleep};

use crate::ClientError;

/// An answer as it comes. Dropping it closes the connection, and so stops the provider.
///
/// Ends after [`Event::End`] or after the first error: a stream that breaks off is an error, never a shorter
/// answer.
pub struct ChatStream {
    body: Option<Incoming>,
    decoder: Option<StreamDecoder>,
    ready: VecDeque<Event>,
    /// An error that came after events which are still to be handed out.
    error: Option<ClientError>,
    idle: Duration,
    sleep: Pin<Box<Sleep>>,
    losses: Losses,
    /// Whether the answer is complete, and only the end of its body is waited for.
    is_over: bool,
}

/// How long is waited for the end of a body whose answer is complete. A connection can be used
/// again only when its body was read to the end.
const END_WAIT: Duration = Duration::from_millis(20);

impl ChatStream {
    pub(crate) fn new(body: Incoming, decoder: StreamDecoder, idle: Duration, losses: Losses) -> Self {
        let sleep = Box::pin(tokio::time::sleep(idle));
        Self {
            body: Some(body),
            decoder: Some(decoder),
            ready: VecDeque::new(),
            error: None,
            idle,
            sleep,
            losses,
            is_over: false,
        }
    }

    /// A stream of an answer that came whole.
    pub(crate) fn of_whole(response: ChatResponse, idle: Duration, losses: Losses) -> Self {
        let ready = response.into_events().into();
        let sleep = Box::pin(tokio::time::sleep(idle));
        Self { body: None, decoder: None, ready, error: None, idle, sleep, losses, is_over: false }
    }

    /// The next event.
    pub async fn next(&mut self) -> Option<Result<Event, ClientError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Waits for the whole answer.
    pub async fn collect(mut self) -> Result<ChatResponse, ClientError> {
        let mut collector = Collector::new();
        while let Some(event) = self.next().await {
            collector.push(event?);
        }
        Ok(collector.so_far())
    }

    /// What of the request the endpoint's dialect had no words for.
    pub fn losses(&self) -> &Losses {
        &self.losses
    }

    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (Some(body), Some(decoder)) = (&mut self.body, &mut self.decoder) else { return Poll::Ready(()) };
        let mut events = Vec::new();
        let frame = match Pin::new(body).poll_frame(context) {
            Poll::Ready(frame) => frame,
            Poll::Pending => {
                ready!(self.sleep.as_mut().poll(context));
                self.end(Some(ClientError::Timeout {
                    what: "the next piece of the stream",
                    limit: self.idle,
                }));
                return Poll::Ready(());
            }
        };
        let outcome = match frame {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => decoder.push(data, &mut events).map_err(ClientError::from),
                Err(_) => Ok(()),
            },
            Some(Err(error)) => {
                let host = "the provider".to_owned();
                Err(ClientError::Connection { host, source: error.into() })
            }
            None => {
                let finished = decoder.finish(&mut events).map_err(ClientError::from);
                self.body = None;
                finished
            }
        };
        self.sleep.as_mut().reset(Instant::now() + self.idle);
        self.ready.extend(events);
        if let Err(error) = outcome {
            self.end(Some(error));
        }
        Poll::Ready(())
    }

    /// Reads what is left of a body, which is its end if the server means well.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while let Some(body) = &mut self.body {
            match Pin::new(body).poll_frame(context) {
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(None | Some(Err(_))) => self.body = None,
                Poll::Pending => {
                    ready!(self.sleep.as_mut().poll(context));
                    self.body = None;
                }
            }
        }
        Poll::Ready(())
    }

    /// Lets go of the connection.
    fn end(&mut self, error: Option<ClientError>) {
        self.body = None;
        self.decoder = None;
        self.error = error;
    }
}

impl Stream for ChatStream {
    type Item = Result<Event, ClientError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.ready.pop_front() {
                Some(Event::Failed(failure)) => {
                    self.ready.clear();
                    self.end(None);
                    return Poll::Ready(Some(Err(ClientError::Failure(Box::new(failure)))));
                }
                Some(Event::End) => {
                    self.decoder = None;
                    self.ready.clear();
                    self.is_over = true;
                    self.sleep.as_mut().reset(Instant::now() + END_WAIT);
                    return Poll::Ready(Some(Ok(Event::End)));
                }
                Some(event) => return Poll::Ready(Some(Ok(event))),
                None => {}
            }
            if let Some(error) = self.error.take() {
                return Poll::Ready(Some(Err(error)));
            }
            if self.is_over {
                ready!(self.poll_end(context));
            }
            if self.body.is_none() {
                return Poll::Ready(None);
            }
            ready!(self.poll_body(context));
        }
    }
}

impl std::fmt::Debug for ChatStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatStream").field("open", &self.body.is_some()).finish_non_exhaustive()
    }
}
