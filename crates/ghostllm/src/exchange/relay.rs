//! The body of a streamed answer on its way from an upstream to a client. It owns all that must end with it:
//! the upstream's connection (closed when the client goes, kept when the stream ended well), the request's
//! case, its place among the requests under way.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use ghostllm_protocol::{Category, Dialect, Event, Exchange, Failure, Framing, Said, StreamTranslator};

use super::cached::Recorder;
use super::context::Context as RequestContext;
use super::meter::Meter;
use super::pace::Pace;
use crate::case::Case;
use crate::gateway::{Active, Worker};
use crate::ledger::Outcome;
use crate::route::Attempt;
use crate::serve::Watched;
use crate::upstream::AnswerBody;

/// After this time without anything to say, a client is shown that the upstream is still at work, if it is.
const QUIET_MAX: Duration = Duration::from_secs(15);
/// How much longer than an upstream's piece the client's may well be.
const LONGER_BYTES: usize = 512;

/// A body that comes in pieces.
pub(crate) trait Streaming: Send {
    /// The next piece; `None` at the end.
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Aborted>>>;

    /// How long it is, where that is known.
    fn length(&self) -> Option<u64> {
        None
    }
}

/// A body that broke off where the client can only be told by closing its connection.
#[derive(Debug, thiserror::Error)]
#[error("the upstream's answer broke off")]
pub(crate) struct Aborted;

/// What is done to the bytes on their way.
pub(crate) enum Passage {
    /// Nothing, or nearly nothing.
    Verbatim {
        meter: Box<Meter>,
        /// In whose words and framing an error is written when it breaks off.
        client: (Dialect, Framing),
    },
    /// They are read in one dialect and written in another.
    Translated { translator: Box<StreamTranslator>, passed: Passed },
}

/// What a translated stream has said.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// How many tokens, by its texts' lengths.
    tokens: u64,
    /// Whether the model has said why it stopped.
    finished: bool,
    /// Whether the answer is over.
    ended: bool,
    /// Whether the provider said in it that it failed: then it is no whole answer, and is not kept as one.
    failed: bool,
    /// Since when the client has got nothing.
    quiet_since: Option<Instant>,
}

/// What a stream holds until its end.
pub(crate) struct Holdings {
    pub(crate) worker: Arc<Worker>,
    pub(crate) case: Case,
    /// The target's count of requests that are with it.
    pub(crate) attempt: Option<Attempt>,
    pub(crate) watched: Arc<Watched>,
    pub(crate) active: Active,
    /// The status that the client got.
    pub(crate) status: u16,
    /// Where the answer goes beside the client.
    pub(crate) recorder: Option<Recorder>,
}

impl Holdings {
    pub(crate) fn new(context: RequestContext, case: Case, attempt: Option<Attempt>, status: u16) -> Self {
        let RequestContext { worker, watched, active, .. } = context;
        active.give_back();
        Self { worker, case, attempt, watched, active, status, recorder: None }
    }
}

/// A stream on its way.
pub(crate) struct Relay {
    body: Option<AnswerBody>,
    passage: Passage,
    pace: Pace,
    ready: VecDeque<Bytes>,
    holdings: Option<Holdings>,
}

impl Relay {
    pub(crate) fn new(
        begun: Bytes,
        rest: AnswerBody,
        passage: Passage,
        pace: Pace,
        holdings: Holdings,
    ) -> Self {
        let (body, ready, holdings) = (Some(rest), VecDeque::new(), Some(holdings));
        let mut relay = Self { body, passage, pace, ready, holdings };
        if !begun.is_empty() {
            relay.take_in(begun);
        }
        relay
    }

    fn take_in(&mut self, chunk: Bytes) {
        self.pace.mark();
        let Some(holdings) = &mut self.holdings else { return };
        holdings.case.first_byte();
        let fed = match &mut self.passage {
            Passage::Verbatim { meter, .. } => meter.feed(chunk, &mut self.ready).map_err(|e| e.to_string()),
            Passage::Translated { translator, passed } => {
                let mut out = Vec::with_capacity(chunk.len() + LONGER_BYTES);
                let fed = translator.push(chunk, &mut out, |said| passed.note(said, &mut holdings.case));
                if passed.is_quiet(!out.is_empty(), Instant::now()) && fed.is_ok() {
                    out.extend(translator.sign_of_life().unwrap_or_default().as_bytes());
                }
                if !out.is_empty() {
                    self.ready.push_back(out.into());
                }
                fed.map_err(|error| describe(&error))
            }
        };
        if let Err(problem) = fed {
            self.cut(&problem);
        }
    }

    /// The upstream's stream is over.
    fn end(&mut self) {
        let complete = match &mut self.passage {
            Passage::Verbatim { meter, .. } => {
                meter.finish(&mut self.ready);
                meter.is_complete()
            }
            Passage::Translated { translator, passed } => {
                let mut out = Vec::new();
                let finished = translator.finish(&mut out, |said| {
                    if let Some(holdings) = &mut self.holdings {
                        passed.note(said, &mut holdings.case);
                    }
                });
                if !out.is_empty() {
                    self.ready.push_back(out.into());
                }
                if let (Err(error), false) = (&finished, passed.ended) {
                    return self.cut(&describe(error));
                }
                !passed.failed
            }
        };
        let connection = self.body.take().and_then(AnswerBody::into_connection);
        if let (Some(connection), Some(holdings)) = (connection, &self.holdings) {
            holdings.worker.pool.put(connection);
        }
        self.settle(if complete { Outcome::Complete } else { Outcome::Cut });
    }

    /// The stream breaks off: the client is told in its own words.
    fn cut(&mut self, problem: &str) {
        self.body = None;
        let failure = Failure::new(Category::Upstream, format!("the upstream's stream broke off: {problem}"));
        let mut out = Vec::new();
        match &mut self.passage {
            Passage::Verbatim { meter, client: (dialect, framing) } => {
                meter.finish(&mut self.ready);
                let exchange = Exchange::new(Arc::default(), 0, 0);
                let mut encoder = dialect.stream_encoder_in(*framing, &exchange);
                encoder.encode(&Event::Failed(failure), &mut out);
            }
            Passage::Translated { translator, .. } => translator.encode(&Event::Failed(failure), &mut out),
        }
        if !out.is_empty() {
            self.ready.push_back(out.into());
        }
        self.settle(Outcome::Cut);
    }

    fn settle(&mut self, outcome: Outcome) {
        let Some(holdings) = self.holdings.take() else { return };
        let Holdings { mut case, watched, status, attempt, active, worker, recorder } = holdings;
        if let Some(mut recorder) = recorder.filter(|_| outcome == Outcome::Complete) {
            self.ready.iter().for_each(|bytes| recorder.add(bytes));
            recorder.keep(&worker.gateway);
        }
        self.bill(&mut case);
        drop(attempt);
        watched.idle();
        case.settle(outcome, status);
        drop(active);
    }

    fn bill(&self, case: &mut Case) {
        match &self.passage {
            Passage::Verbatim { meter, .. } => {
                case.estimate(meter.tokens(), meter.is_final());
                if let Some(usage) = meter.usage() {
                    case.used(usage);
                }
            }
            Passage::Translated { passed, .. } => case.estimate(passed.tokens, passed.finished),
        }
    }
}

impl Streaming for Relay {
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Aborted>>> {
        loop {
            if let Some(bytes) = self.ready.pop_front() {
                if let Some(recorder) = self.holdings.as_mut().and_then(|h| h.recorder.as_mut()) {
                    recorder.add(&bytes);
                }
                return Poll::Ready(Some(Ok(bytes)));
            }
            let Some(body) = self.body.as_mut().filter(|_| self.holdings.is_some()) else {
                return Poll::Ready(None);
            };
            match body.poll_data(cx) {
                Poll::Ready(Some(Ok(chunk))) => self.take_in(chunk),
                Poll::Ready(Some(Err(error))) => self.cut(&describe(&error)),
                Poll::Ready(None) => self.end(),
                Poll::Pending => match self.pace.poll_over(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => {
                        let silent = self.pace.limit().as_millis();
                        self.cut(&format!("nothing came for {silent} ms"));
                    }
                },
            }
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // Only a client that went away drops a stream that is not settled.
        self.body = None;
        if let Some(mut holdings) = self.holdings.take() {
            self.bill(&mut holdings.case);
        }
    }
}

impl Passed {
    /// Something came from the upstream, and became something for the client or not. Says whether the client has got
    /// nothing for so long that it may give up.
    fn is_quiet(&mut self, becomes_something: bool, now: Instant) -> bool {
        let since = *self.quiet_since.get_or_insert(now);
        let is_quiet = !becomes_something && now.duration_since(since) >= QUIET_MAX;
        if becomes_something || is_quiet {
            self.quiet_since = Some(now);
        }
        is_quiet
    }

    fn note(&mut self, said: Said<'_>, case: &mut Case) {
        match said {
            Said::Text(text) => self.tokens += (text.len() as u64 / 4).max(1),
            Said::Event(Event::Usage(usage)) => case.used(usage),
            Said::Event(Event::Finish { .. }) => self.finished = true,
            Said::Event(Event::End) => self.ended = true,
            Said::Event(Event::Failed(_)) => (self.ended, self.failed) = (true, true),
            Said::Event(_) => {}
        }
    }
}

fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Passed;

    /// Upstreams that think send comments and pings, which mean nothing in another dialect.
    #[test]
    fn a_client_that_gets_nothing_is_shown_that_the_upstream_is_at_work() {
        let (mut passed, begun) = (Passed::default(), Instant::now());
        let mut at = |seconds: u64, becomes_something: bool| {
            passed.is_quiet(becomes_something, begun + Duration::from_secs(seconds))
        };
        assert_eq!([at(0, false), at(14, false), at(15, false)], [false, false, true]);
        assert_eq!([at(20, false), at(29, true), at(40, false), at(44, false)], [false, false, false, true]);
    }
}
