//! An answer that is one JSON value, too long to be read whole first (embeddings, images): passed on as it
//! comes, with its length.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::meter::Meter;
use super::pace::Pace;
use super::relay::{Aborted, Holdings, Streaming};
use crate::ledger::Outcome;
use crate::upstream::AnswerBody;

/// A long answer on its way.
pub(crate) struct Long {
    begun: Option<Bytes>,
    body: Option<AnswerBody>,
    length: Option<u64>,
    /// It may not be longer.
    most: u64,
    passed: u64,
    meter: Meter,
    pace: Pace,
    holdings: Option<Holdings>,
}

impl Long {
    pub(crate) fn new(
        begun: Bytes,
        body: AnswerBody,
        (length, most): (Option<u64>, u64),
        meter: Meter,
        pace: Pace,
        holdings: Holdings,
    ) -> Self {
        Self {
            begun: Some(begun).filter(|bytes| !bytes.is_empty()),
            body: Some(body),
            length,
            most,
            passed: 0,
            meter,
            pace,
            holdings: Some(holdings),
        }
    }

    fn settle(&mut self, outcome: Outcome) {
        self.meter.finish(&mut VecDeque::new());
        let Some(mut holdings) = self.holdings.take() else { return };
        if let Some(usage) = self.meter.usage() {
            holdings.case.used(usage);
        }
        let connection = self.body.take().and_then(AnswerBody::into_connection);
        if let Some(connection) = connection.filter(|_| outcome == Outcome::Complete) {
            holdings.worker.pool.put(connection);
        }
        holdings.watched.idle();
        holdings.case.settle(outcome, holdings.status);
    }

    fn pass(&mut self, bytes: Bytes) -> Poll<Option<Result<Bytes, Aborted>>> {
        self.pace.mark();
        if let Some(holdings) = &mut self.holdings {
            holdings.case.first_byte();
        }
        // A value is never held back, and never longer than what the meter keeps of it.
        let _ = self.meter.feed(bytes.clone(), &mut VecDeque::new());
        self.passed += bytes.len() as u64;
        if self.passed > self.most {
            return self.abort();
        }
        if self.length == Some(self.passed) {
            // Nobody asks for more than was announced.
            self.settle(Outcome::Complete);
        }
        Poll::Ready(Some(Ok(bytes)))
    }

    fn abort(&mut self) -> Poll<Option<Result<Bytes, Aborted>>> {
        self.settle(Outcome::Cut);
        Poll::Ready(Some(Err(Aborted)))
    }
}

impl Streaming for Long {
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Aborted>>> {
        if let Some(begun) = self.begun.take() {
            return self.pass(begun);
        }
        let Some(body) = self.body.as_mut().filter(|_| self.holdings.is_some()) else {
            return Poll::Ready(None);
        };
        match body.poll_data(cx) {
            Poll::Ready(Some(Ok(bytes))) => self.pass(bytes),
            Poll::Ready(None) => {
                self.settle(Outcome::Complete);
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(_))) => self.abort(),
            Poll::Pending if self.pace.poll_over(cx).is_ready() => self.abort(),
            Poll::Pending => Poll::Pending,
        }
    }

    fn length(&self) -> Option<u64> {
        self.length
    }
}
