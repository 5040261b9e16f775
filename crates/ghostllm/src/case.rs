//! The account of one request, from the moment its key is known. Whatever happens to the request, its case is
//! settled once: limits get their places back, money is booked, a usage row is written. A case that is dropped
//! unsettled is that of a client that went away.

use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use ghostllm_protocol::Usage;
use http::HeaderMap;

use crate::catalog::{Found, Provider, Target, cost};
use crate::clock::{self, Moment};
use crate::config::Price;
use crate::gateway::Gateway;
use crate::ledger::{Outcome, UsageRow};
use crate::limits::{Meter, Permit, Used};
use crate::money::Dollars;
use crate::observe::{Ended, Trace, TraceHeaders, passed_on};
use crate::snapshot::Key;

/// The HTTP status in the row of a client that went away (nginx's).
const CLIENT_CLOSED: u16 = 499;
/// More tokens than any request has: who says that it used more is wrong, and sums must not suffer from it.
const TOKENS_MAX: u64 = 1 << 40;

static NOTHING: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from(""));
static UNKNOWN: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from("unknown"));

/// The account of one request.
pub(crate) struct Case {
    gateway: Arc<Gateway>,
    row: Option<UsageRow>,
    begun: Instant,
    /// Where anybody wants traces.
    trace: Option<Box<Trace>>,
    /// The configured name of the model, for metrics.
    label: Arc<str>,
    /// Where the model's typical usage is kept.
    model: Option<Arc<Meter>>,
    permits: Vec<Permit>,
    price: Option<Price>,
    usage: Option<Usage>,
    /// How many parts were booked already.
    parts: u32,
    /// What to bill when nobody says what was used: prompt tokens, and completion tokens so far.
    estimate: Estimate,
}

#[derive(Clone, Copy, Debug, Default)]
struct Estimate {
    prompt: u64,
    completion: u64,
    /// An upstream has the request: without its word, the estimate is billed.
    is_billed: bool,
    /// Whether the upstream's word is its last.
    is_final: bool,
}

impl Case {
    pub(crate) fn new(gateway: &Arc<Gateway>, key: &Key, path: &'static str, id: &str) -> Self {
        let nothing = &*NOTHING;
        let row = UsageRow {
            request_id: id.into(),
            time: clock::now(),
            key_id: Arc::clone(&key.id),
            team: key.team.as_ref().map(|team| Arc::clone(&team.name)),
            model: Arc::clone(nothing),
            fallback: None,
            provider: Arc::clone(nothing),
            upstream_model: Arc::clone(nothing),
            path: path.into(),
            status: CLIENT_CLOSED,
            outcome: Outcome::Cancelled,
            stream: false,
            prompt_tokens: 0,
            completion_tokens: 0,
            cached_tokens: 0,
            cache_write_tokens: 0,
            reasoning_tokens: 0,
            estimated: false,
            cost: Dollars::ZERO,
            unpriced: false,
            attempts: 0,
            latency_ms: 0,
            first_byte_ms: 0,
            cache_hit: false,
        };
        Self {
            gateway: Arc::clone(gateway),
            row: Some(row),
            begun: Instant::now(),
            trace: None,
            label: Arc::clone(&UNKNOWN),
            model: None,
            permits: Vec::with_capacity(2),
            price: None,
            usage: None,
            parts: 0,
            estimate: Estimate::default(),
        }
    }

    /// The request belongs to a trace of the client's, if its headers say so and anybody wants traces.
    pub(crate) fn traced(mut self, headers: &HeaderMap) -> Self {
        if self.gateway.observers.traces() {
            self.trace = Some(Box::new(Trace::new(headers, || self.gateway.random())));
        }
        self
    }

    /// What the upstream that is called is told of the trace, in headers.
    pub(crate) fn trace_headers(&self, headers: &HeaderMap) -> TraceHeaders {
        passed_on(self.trace.as_deref(), headers)
    }

    /// When the request came.
    pub(crate) fn time(&self) -> Moment {
        self.row.as_ref().map_or(Moment::from_unix_ms(0), |row| row.time)
    }

    /// What was asked for.
    pub(crate) fn asked(&mut self, model: &str, stream: bool, prompt_estimate: u64) {
        self.estimate.prompt = prompt_estimate;
        if let Some(row) = &mut self.row {
            row.model = model.into();
            row.stream = stream;
        }
    }

    /// The configured model it is for.
    pub(crate) fn found(&mut self, found: &Found) {
        self.label = Arc::clone(found.label());
        self.model = Some(Arc::clone(&found.model.meter));
    }

    /// Places that the request holds until it ends.
    pub(crate) fn hold(&mut self, permit: Permit) {
        self.permits.push(permit);
    }

    /// A target is called now, for something that is billed or not.
    pub(crate) fn attempt(
        &mut self,
        target: &Target,
        upstream_model: &Arc<str>,
        price: Option<Price>,
        is_billed: bool,
    ) {
        self.price = price;
        self.trace_call(&target.provider, upstream_model);
        if let Some(row) = &mut self.row {
            row.provider = Arc::clone(&target.provider.name);
            row.upstream_model = Arc::clone(upstream_model);
            row.attempts += 1;
        }
        self.estimate.is_billed = is_billed;
    }

    /// The model whose target is called now, if it is another than the one that was asked for.
    pub(crate) fn falls_back(&mut self, model: Option<&Arc<str>>) {
        if let Some(row) = &mut self.row {
            row.fallback = model.map(Arc::clone);
        }
    }

    /// A provider is called for something that names no model, and is billed or not.
    pub(crate) fn called(&mut self, provider: &Provider, is_billed: bool) {
        self.estimate.is_billed = is_billed;
        self.trace_call(provider, &"".into());
        if let Some(row) = &mut self.row {
            row.provider = Arc::clone(&provider.name);
            row.attempts += 1;
        }
    }

    fn trace_call(&mut self, provider: &Provider, model: &Arc<str>) {
        if let Some(trace) = &mut self.trace {
            let span = self.gateway.random();
            trace.call(span, self.begun.elapsed(), (&provider.name, provider.kind.name), model);
        }
    }

    /// The target that was called did not answer but with this status, and bills nothing.
    pub(crate) fn attempt_failed(&mut self, status: u16) {
        self.estimate.is_billed = false;
        if let Some(trace) = &mut self.trace {
            trace.fail(self.begun.elapsed(), status);
        }
    }

    /// Whether nobody knows what the target that was called costs.
    pub(crate) fn is_unpriced(&self) -> bool {
        self.price.is_none()
    }

    /// How many calls there were.
    pub(crate) fn attempts(&self) -> u32 {
        self.row.as_ref().map_or(0, |row| row.attempts)
    }

    /// The first byte of the answer is on its way to the client.
    pub(crate) fn first_byte(&mut self) {
        if let Some(row) = self.row.as_mut().filter(|row| row.first_byte_ms == 0) {
            row.first_byte_ms = elapsed_ms(self.begun).max(1);
        }
    }

    /// What the upstream says was used, so far.
    pub(crate) fn used(&mut self, usage: &Usage) {
        match &mut self.usage {
            Some(known) => known.merge(usage),
            none => *none = Some(usage.clone()),
        }
    }

    /// Tokens that have come so far, as well as one can tell; and whether what the upstream said was used is its
    /// last word.
    pub(crate) fn estimate(&mut self, completion_tokens: u64, is_final: bool) {
        self.estimate.completion = completion_tokens;
        self.estimate.is_final = is_final;
    }

    /// Answered from the cache: nothing is billed.
    pub(crate) fn cache_hit(&mut self, provider: &Arc<str>, upstream_model: &Arc<str>) {
        if let Some(row) = &mut self.row {
            row.cache_hit = true;
            row.provider = Arc::clone(provider);
            row.upstream_model = Arc::clone(upstream_model);
        }
    }

    /// Books a part that is over of something that goes on, as a row of its own: what comes later, and how it ends,
    /// does not change it.
    pub(crate) fn part(&mut self, usage: &Usage) {
        let Some(whole) = &self.row else { return };
        self.parts += 1;
        self.estimate.is_billed = false;
        let mut row = whole.clone();
        row.request_id = format!("{}.{}", whole.request_id, self.parts).into();
        row.time = clock::now();
        (row.status, row.outcome) = (200, Outcome::Complete);
        let usage = &bounded(usage.clone());
        self.fill(&mut row, usage);
        let used = Used { tokens: usage.total_tokens(), cost: row.cost };
        let second = self.gateway.second();
        self.permits.iter_mut().for_each(|permit| permit.book(used, second, row.time));
        self.gateway.metrics.count(&row, &self.label);
        self.observe(&row, None);
        self.gateway.ledger.record(row);
    }

    /// It turned out to be no request: nothing is booked.
    pub(crate) fn forget(mut self) {
        self.row = None;
    }

    /// The request has ended.
    pub(crate) fn settle(mut self, outcome: Outcome, status: u16) {
        self.close(outcome, status);
    }

    fn close(&mut self, outcome: Outcome, status: u16) {
        let Some(mut row) = self.row.take() else { return };
        // Without a bill, what is said of usage is of something else: a stored answer, a list.
        let reported = self.usage.take().filter(|_| self.estimate.is_billed).map(bounded);
        let answered = reported.as_ref().is_some_and(|usage| usage.output_tokens > 0);
        let cut = matches!(outcome, Outcome::Cancelled | Outcome::Cut);
        // What a stream says before its end is not all: Anthropic's begins with one token of output.
        let is_whole = answered && self.estimate.is_final;
        row.estimated = self.estimate.is_billed && (reported.is_none() || (cut && !is_whole));
        let mut usage = reported.unwrap_or_default();
        if row.estimated {
            usage.input_tokens =
                if usage.input_tokens == 0 { self.estimate.prompt } else { usage.input_tokens };
            usage.output_tokens = usage.output_tokens.max(self.estimate.completion);
        }
        self.fill(&mut row, &usage);
        row.status = status;
        row.outcome = outcome;
        // The first byte of even the quickest answer came after something.
        row.latency_ms = elapsed_ms(self.begun).max(row.first_byte_ms);
        let used = Used { tokens: usage.total_tokens(), cost: row.cost };
        let second = self.gateway.second();
        for permit in self.permits.drain(..) {
            permit.settle(used, second, row.time);
        }
        if let Some(model) = self.model.as_ref().filter(|_| usage.output_tokens > 0) {
            model.observe_tokens(usage.output_tokens);
        }
        self.gateway.metrics.count(&row, &self.label);
        let trace = self.trace.take();
        self.observe(&row, trace);
        self.gateway.ledger.record(row);
    }

    fn fill(&self, row: &mut UsageRow, usage: &Usage) {
        row.prompt_tokens = usage.input_tokens;
        row.completion_tokens = usage.output_tokens;
        row.cached_tokens = usage.cache_read_tokens;
        row.cache_write_tokens = usage.cache_write_tokens;
        row.reasoning_tokens = usage.reasoning_tokens;
        row.cost = self.price.as_ref().map_or(Dollars::ZERO, |price| cost(price, usage));
        row.unpriced = self.price.is_none() && usage.total_tokens() > 0;
    }

    fn observe(&self, row: &UsageRow, trace: Option<Box<Trace>>) {
        let observers = &self.gateway.observers;
        if self.gateway.board.peek().server.access_log {
            observers.log(row);
        }
        // A client that does not record its trace does not want ours either.
        if let Some(trace) = trace.filter(|trace| trace.is_sampled()) {
            observers.trace(Ended { row: row.clone(), elapsed: self.begun.elapsed(), trace: Some(trace) });
        }
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        // Either the client went away, or time was up for the gateway itself.
        let is_over = self.gateway.is_over.load(Ordering::Relaxed);
        let (outcome, status) =
            if is_over { (Outcome::Cut, 503) } else { (Outcome::Cancelled, CLIENT_CLOSED) };
        self.close(outcome, status);
    }
}

/// Usage as far as it can be believed.
fn bounded(mut usage: Usage) -> Usage {
    let Usage {
        input_tokens,
        output_tokens,
        cache_read_tokens,
        cache_write_tokens,
        cache_write_1h_tokens,
        reasoning_tokens,
        extras: _,
    } = &mut usage;
    let written = [cache_write_tokens, cache_write_1h_tokens];
    for count in [input_tokens, output_tokens, cache_read_tokens, reasoning_tokens].into_iter().chain(written)
    {
        *count = (*count).min(TOKENS_MAX);
    }
    usage
}

fn elapsed_ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
