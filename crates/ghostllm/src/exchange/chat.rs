//! A chat request from its body to its answer: admit, route, call, respond.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, stream};
use ghostllm_protocol::scan::{self, ScanError};
use ghostllm_protocol::{Category, Collector, Dialect, Exchange, Failure, StreamError, Usage};
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use memchr::memmem::Finder;

use super::asked::{Asked, Task};
use super::cached::{Cacheable, cacheable};
use super::call::{Failed, Incomplete, Outgoing, Verdict, call, coding, collect};
use super::context::Context;
use super::respond::{Won, WonBody};
use super::wire::{Wire, WirePassage};
use super::{beginning, count, estimate};
use crate::case::Case;
use crate::catalog::{Found, Provider, Target};
use crate::gateway::Gateway;
use crate::ledger::Outcome;
use crate::limits::Permit;
use crate::providers::Family;
use crate::route::{Attempt, Breaker, Choice, Plan, Wish, backoff, hash};
use crate::serve::names::{ANTHROPIC_BETA, OPENAI_BETA, SESSION, TAGS};
use crate::serve::reply;
use crate::upstream::{Answer, AnswerBody, Payload};

static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""error""#));
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// Most calls that one request makes at the same time.
const CALLS_MAX: usize = 8;
/// Answers up to this length are read whole before they go on, so that one that breaks off can be asked for
/// again.
const WHOLE_BYTES_MAX: usize = 1 << 20;

/// A chat request that is let in.
pub(crate) struct Chat {
    pub(crate) context: Context,
    pub(crate) case: Case,
    pub(crate) asked: Asked,
    /// The configured name of the model that is asked for.
    model: Arc<str>,
    /// Estimate of its prompt's tokens.
    prompt: u64,
    /// Its answer may be kept.
    pub(crate) cacheable: Option<Cacheable>,
}

/// Serves a chat request.
pub(crate) async fn chat(context: Context, mut case: Case, asked: Asked) -> crate::serve::reply::Answered {
    let prompt = estimate::prompt_tokens(&asked);
    case.asked(&asked.model, asked.stream, prompt);
    let catalog = context.snapshot.catalog.clone();
    let found = match find(&context, &asked.model) {
        Ok(found) => found,
        Err(failure) => return context.turn_away(case, &failure),
    };
    let is_elsewhere = |target: &Target| !matches!(target.provider.kind.family, Family::Ollama);
    if matches!(asked.task, Task::Chat) && found.model.targets.iter().all(is_elsewhere) {
        // Nothing is to be loaded anywhere.
        if let Some(loaded) = super::lists::loaded(&asked) {
            case.forget();
            let mut answered = reply::json(StatusCode::OK, &loaded);
            context.finish(&mut answered);
            return answered;
        }
    }
    case.found(&found);
    let team = context.key.team.as_ref().map(|team| &team.limits);
    let key = &context.key.limits;
    let limits = [key, team.unwrap_or(key), &found.model.limits];
    let estimated = estimate::reserve(&limits, &asked, &found, &catalog.prices, prompt);
    let model = Some((&found.model.meter, &found.model.limits));
    if let Err(failure) = context.admit(&mut case, model, estimated) {
        return context.refuse(case, &failure, Outcome::Refused);
    }
    if matches!(asked.task, Task::CountTokens) && !count::is_possible(&found, asked.dialect) {
        return count::estimated(&context, case, &asked);
    }
    let model = Arc::clone(&found.model.name);
    let mut chat = Chat { context, case, asked, model, prompt, cacheable: None };
    chat.cacheable = cacheable(&chat, &found.model);
    if let Some(kept) = chat.cacheable.and_then(|cacheable| cacheable.find(&chat.context.worker.gateway)) {
        return chat.respond_kept(kept);
    }
    match chat.route(&catalog, found).await {
        Ok(won) => chat.respond(won),
        Err(failed) => chat.fail(failed),
    }
}

/// The model that is asked for, if there is one and the key may have it.
pub(crate) fn find(context: &Context, model: &str) -> Result<Found, Box<Failure>> {
    if !context.key.models.allows(model) {
        let message = format!("this key may not use the model `{model}`");
        return Err(Failure::new(Category::Permission, message).into());
    }
    context.snapshot.catalog.find(model).ok_or_else(|| {
        let mut failure = Failure::new(Category::NotFound, format!("there is no model `{model}`"));
        failure.param = Some("model".to_owned());
        failure.into()
    })
}

impl Chat {
    /// Tries targets until one answers.
    async fn route(&mut self, catalog: &crate::catalog::Catalog, found: Found) -> Result<Won, Failed> {
        let gateway = self.context.worker.gateway.clone();
        let routing = &catalog.routing;
        gateway.retries.earn(routing.retry_budget_percent);
        let tags = self.context.headers.get(&TAGS).cloned();
        let tags: Vec<&str> = split_tags(tags.as_ref());
        let key = self.context.key.clone();
        let wish = Wish {
            providers: Some(&key.providers),
            models: Some(&key.models),
            tags: &tags,
            session: self.session(&found),
        };
        let mut plan = Plan::new(catalog, found, wish);
        let mut last: Option<Failed> = None;
        while self.case.attempts() < routing.attempts_max.max(1) {
            let Some(choice) = plan.next(Instant::now(), gateway.random()) else { break };
            match self.insist(&choice, &gateway, routing).await {
                Ok(won) => return Ok(won),
                Err(failed) if failed.verdict == Verdict::Final => return Err(failed),
                Err(failed) => last = Some(failed),
            }
        }
        Err(last.unwrap_or_else(|| nobody(&plan, &tags)))
    }

    /// Calls one target, again where that may help and nobody else is there to ask.
    async fn insist(
        &mut self,
        choice: &Choice,
        gateway: &Gateway,
        routing: &crate::config::Routing,
    ) -> Result<Won, Failed> {
        let alone = choice.found.model.targets.len() == 1 && choice.found.model.fallbacks.is_empty();
        let breaker = Breaker {
            failures: routing.breaker_failures,
            open: Duration::from_millis(routing.breaker_open_ms),
        };
        loop {
            let attempt = choice.target().health.begin(Instant::now());
            let failed = match self.attempt(choice).await {
                Ok(mut won) => {
                    attempt.succeeded(Instant::now());
                    won.attempt = Some(attempt);
                    return Ok(won);
                }
                Err(failed) => failed,
            };
            self.case.attempt_failed(failed.failure.status);
            let may_retry = failed.verdict == Verdict::Again
                && alone
                && self.case.attempts() < routing.attempts_max
                && gateway.retries.spend();
            let wait = backoff(self.case.attempts(), failed.failure.retry_after, gateway.random());
            let Some(wait) = wait.filter(|_| may_retry) else {
                judge(&attempt, &failed, breaker, gateway);
                return Err(failed);
            };
            drop(attempt);
            tokio::time::sleep(wait).await;
        }
    }

    /// Calls a target once.
    async fn attempt(&mut self, choice: &Choice) -> Result<Won, Failed> {
        let target = choice.target();
        let provider = &target.provider;
        let upstream_model = choice.found.upstream_model(target);
        let price = target.price(&self.context.snapshot.catalog.prices, &upstream_model);
        let gateway = &self.context.worker.gateway;
        let created_s = u64::try_from(self.case.time().unix_ms() / 1000).unwrap_or(0);
        let numbers = (gateway.random(), created_s);
        let mut wire = self.asked.wire(provider, &upstream_model, numbers)?;
        self.admit_wire(choice, &wire)?;
        let permit = self.admit_target(choice)?;
        gateway.metrics.upstream_attempts.fetch_add(1, Ordering::Relaxed);
        let is_billed = !matches!(self.asked.task, Task::CountTokens);
        self.case.attempt(target, &upstream_model, price, is_billed);
        let model = &choice.found.model.name;
        self.case.falls_back(Some(model).filter(|model| **model != self.model));
        let mut called = self.call(provider, &wire, &wire.body).await;
        if wire.dialect == Dialect::OpenAiResponses
            && called.as_ref().is_err_and(|failed| has_no_such_path(&failed.failure))
            && provider.set_lacks_responses()
        {
            // Not every server that follows OpenAI has this one.
            wire = self.asked.wire(provider, &upstream_model, numbers)?;
            called = self.call(provider, &wire, &wire.body).await;
        }
        let answer = called?;
        self.lose_headers(&mut wire);
        if wire.dialect == Dialect::OpenAiResponses {
            provider.set_answers_responses();
        }
        let mut body = self.body(provider, &wire, answer.body, &answer.head.headers).await?;
        if let (WonBody::Whole(first), [_, ..]) = (&body, wire.more()) {
            gateway.metrics.upstream_attempts.fetch_add(wire.more().len() as u64, Ordering::Relaxed);
            body = WonBody::Whole(Box::pin(self.more(provider, &wire, first.clone())).await?);
        }
        let reason = choice.reason;
        Ok(Won {
            provider: provider.clone(),
            upstream_model,
            wire,
            head: answer.head,
            body,
            reason,
            permit,
            attempt: None,
        })
    }

    /// What clients ask for in headers is for providers of their dialect only.
    fn lose_headers(&self, wire: &mut Wire) {
        if wire.dialect == self.asked.dialect {
            return;
        }
        for name in [ANTHROPIC_BETA, OPENAI_BETA] {
            if self.context.headers.contains_key(&name) {
                let comma = if wire.losses.is_empty() { "" } else { ", " };
                wire.losses.extend([comma, name.as_str(), ";dropped"]);
            }
        }
    }

    /// Makes the calls after the first one, a few at a time, and joins their answers with the first to an array.
    /// Once one has failed no more are begun, and those that are answered are booked: the provider bills them.
    async fn more(&mut self, provider: &Provider, wire: &Wire, first: Bytes) -> Result<Bytes, Failed> {
        let has_failed = AtomicBool::new(false);
        let mut calls: Vec<BoxFuture<'_, Option<Result<Bytes, Failed>>>> =
            Vec::with_capacity(wire.more().len());
        for body in wire.more() {
            let (this, has_failed) = (&*self, &has_failed);
            calls.push(Box::pin(async move {
                if has_failed.load(Ordering::Relaxed) {
                    return None;
                }
                let answer = this.part(provider, wire, body).await;
                has_failed.fetch_or(answer.is_err(), Ordering::Relaxed);
                Some(answer)
            }));
        }
        let called: Vec<_> = stream::iter(calls).buffered(CALLS_MAX).collect().await;
        let mut answers = vec![first];
        let mut failed = None;
        for answer in called.into_iter().flatten() {
            match answer {
                Ok(answer) => answers.push(answer),
                Err(problem) => failed = failed.or(Some(problem)),
            }
        }
        let joined = joined(&answers);
        let Some(failed) = failed else { return Ok(joined) };
        if let WirePassage::Reshaped(reshape) = &wire.passage {
            let input_tokens = reshape.paid(&joined, answers.len()).unwrap_or(self.prompt);
            self.case.part(&Usage { input_tokens, ..Usage::default() });
        }
        Err(failed)
    }

    async fn part(&self, provider: &Provider, wire: &Wire, body: &Bytes) -> Result<Bytes, Failed> {
        let answer = self.call(provider, wire, body).await?;
        match self.body(provider, wire, answer.body, &answer.head.headers).await? {
            WonBody::Whole(bytes) => Ok(bytes),
            WonBody::Stream(..) | WonBody::Long(..) => {
                let message = format!("the provider `{}` answered a part at length", provider.name);
                Err(Failed::new(Failure::new(Category::Upstream, message), Verdict::Sick))
            }
        }
    }

    async fn call(&self, provider: &Provider, wire: &Wire, body: &Bytes) -> Result<Answer, Failed> {
        let accept = if self.asked.stream { "text/event-stream" } else { "application/json" };
        let is_verbatim = wire.dialect == self.asked.dialect;
        let outgoing = Outgoing {
            method: Method::POST,
            path: wire.path.clone(),
            content_type: Some(wire.content_type.clone()),
            accept: Some(HeaderValue::from_static(accept)),
            payload: Payload::Whole(Some(body.clone())),
            client: is_verbatim.then_some(&self.context.headers),
            trace: self.case.trace_headers(&self.context.headers),
        };
        let answer = call(&self.context.worker, provider, outgoing).await?;
        if answer.head.status.is_success() {
            return match coding(&answer.head.headers) {
                None => Ok(answer),
                Some(coding) => Err(garbage(provider, &format!("encoded as `{coding}`, unasked"))),
            };
        }
        let read = Failed::read(&self.context.worker, provider, wire.dialect, answer);
        let mut failed = Box::pin(read).await;
        failed.raw = failed.raw.filter(|_| is_verbatim);
        Err(failed)
    }

    /// The answer's body: whole, unless it is a stream or too long for that.
    async fn body(
        &self,
        provider: &Provider,
        wire: &Wire,
        body: AnswerBody,
        headers: &HeaderMap,
    ) -> Result<WonBody, Failed> {
        let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        // A page says with status 200 what is wrong with an address, or is in front of what it leads to.
        let is_whole =
            [&b"application/json"[..], b"text/html"].iter().any(|kind| content_type.starts_with(kind));
        // Gemini streams an array without `alt=sse`, as JSON.
        let is_sse = content_type.starts_with(b"text/event-stream");
        // Some stream though they were not asked to; what is translated is put together then.
        let unasked = match &wire.passage {
            WirePassage::Translated(exchange) if is_sse && !self.asked.stream => Some(exchange),
            _ => None,
        };
        let streams = unasked.is_none()
            && (is_sse || self.asked.stream && (!is_whole || wire.dialect == Dialect::Gemini));
        if streams {
            return self.begun(provider, wire, body, headers).await;
        }
        let garbage = |problem: String| garbage(provider, &problem);
        // What is translated must be whole; what passes as it is goes on once it is long.
        let limit = match &wire.passage {
            WirePassage::Verbatim { .. } => WHOLE_BYTES_MAX,
            _ => self.context.snapshot.server.response_bytes_max,
        };
        let whole = tokio::time::timeout(provider.response_timeout, collect(body, limit)).await;
        match whole {
            Err(_) => {
                let message = format!("the provider `{}` did not finish its answer in time", provider.name);
                Err(Failed::new(Failure::new(Category::Timeout, message), Verdict::Sick))
            }
            Ok(Err(Incomplete::Broken(error))) => Err(garbage(error.to_string())),
            Ok(Err(Incomplete::Longer(begun, rest))) => Ok(WonBody::Long(begun.freeze(), rest)),
            Ok(Ok((mut bytes, rest))) => {
                if let Some(connection) = rest.and_then(AnswerBody::into_connection) {
                    self.context.worker.pool.put(connection);
                }
                if let Some(exchange) = unasked {
                    bytes = put_together(wire.dialect, exchange, bytes)
                        .map_err(|error| garbage(error.to_string()))?
                        .map_err(|failure| Failed::new(*failure, Verdict::Again))?;
                }
                let is_chat = matches!(self.asked.task, Task::Chat);
                // Who reads JSON may pass over the mark (RFC 8259, section 8.1), and most do not.
                if is_chat && bytes.starts_with(BYTE_ORDER_MARK) {
                    bytes.advance(BYTE_ORDER_MARK.len());
                }
                if let Some(status) = failure_in(&bytes).filter(|_| is_chat) {
                    let mut failed =
                        Failed::of_answer(provider, wire.dialect, status, headers.clone(), bytes);
                    failed.raw = failed.raw.filter(|_| wire.dialect == self.asked.dialect);
                    return Err(failed);
                }
                // What is passed on may be sound or text.
                if is_object(&bytes) || matches!(self.asked.task, Task::Forward { .. }) {
                    Ok(WonBody::Whole(bytes))
                } else {
                    Err(garbage("no JSON object".to_owned()))
                }
            }
        }
    }

    /// A stream that does not begin with a failure.
    async fn begun(
        &self,
        provider: &Provider,
        wire: &Wire,
        mut body: AnswerBody,
        headers: &HeaderMap,
    ) -> Result<WonBody, Failed> {
        if !matches!(self.asked.task, Task::Chat) {
            return Ok(WonBody::Stream(Bytes::new(), Box::new(body)));
        }
        let framing = match &wire.passage {
            WirePassage::Verbatim { .. } => self.asked.framing,
            _ => wire.dialect.framing(),
        };
        let begun = beginning::read(framing, &mut body).await;
        let begun = begun.map_err(|error| garbage(provider, &error.to_string()))?;
        match beginning::failure(wire.dialect, framing, &begun) {
            Some(failure) => Err(Failed::in_stream(provider, failure, headers)),
            None => Ok(WonBody::Stream(begun, Box::new(body))),
        }
    }

    fn admit_target(&self, choice: &Choice) -> Result<Permit, Failed> {
        let limits = [&choice.target().provider.limits, &choice.found.model.limits];
        let prices = &self.context.snapshot.catalog.prices;
        let estimated = estimate::reserve(&limits, &self.asked, &choice.found, prices, self.prompt);
        let permit = self.context.admit_target(choice, &self.model, estimated);
        permit.map_err(|failure| Failed::new(failure, Verdict::Elsewhere))
    }

    /// Refuses what would let a request do more than it was let in for.
    fn admit_wire(&self, choice: &Choice, wire: &Wire) -> Result<(), Failed> {
        let provider = &choice.target().provider;
        self.admit_tier(choice, wire)?;
        // What is done in the background is fetched later, by a path that names no model: nobody here could say what
        // it had cost.
        let is_later = wire.dialect == Dialect::OpenAiResponses && self.asked.is_in_background();
        let is_open =
            matches!(provider.kind.family, Family::OpenAi | Family::Azure) && self.asked.names_others();
        if !is_later && !is_open {
            return Ok(());
        }
        let is_counted = self.context.counts_use([&choice.found.model.limits, &provider.limits]);
        let (param, message) = if is_later && is_counted {
            let message =
                "an answer in the background cannot be counted, and a budget or a limit of tokens holds here";
            ("background", message)
        } else if is_open && (is_counted || !self.context.key.models.allows_everything()) {
            (
                "models",
                "this key is held to certain models, a budget or a limit of tokens: `models` may name others",
            )
        } else {
            return Ok(());
        };
        let mut failure = Failure::new(Category::InvalidRequest, message);
        failure.param = Some(param.to_owned());
        Err(Failed::new(failure, Verdict::Elsewhere))
    }

    /// Refuses a tier that costs more than the price that is known, where money is limited: the client would choose
    /// what its budget is worth. A price of the configuration is the operator's word for whatever is asked.
    fn admit_tier(&self, choice: &Choice, wire: &Wire) -> Result<(), Failed> {
        let (target, model) = (choice.target(), &choice.found.model);
        let is_known =
            target.has_own_price() || !self.context.has_budget([&model.limits, &target.provider.limits]);
        if is_known {
            return Ok(());
        }
        let Some(field) = dearer_tier(&wire.body) else { return Ok(()) };
        let message = format!(
            "`{field}` asks for a tier whose price is not known, and a budget holds here; a `price` of the model in \
             the configuration would count for it"
        );
        let mut failure = Failure::new(Category::InvalidRequest, message);
        failure.param = Some(field.to_owned());
        Err(Failed::new(failure, Verdict::Elsewhere))
    }

    /// What the conversation is recognised by: the client's own word, or how the conversation began.
    fn session(&self, found: &Found) -> u64 {
        if found.model.strategy != crate::config::Strategy::Sticky {
            return 0;
        }
        let own = self.context.headers.get(&SESSION).and_then(|value| value.to_str().ok());
        own.map_or_else(|| super::session::beginning(&self.asked.body), hash)
    }

    /// Nobody answered.
    fn fail(self, failed: Failed) -> crate::serve::reply::Answered {
        super::respond::fail(&self.context, self.case, failed)
    }
}

fn garbage(provider: &Provider, problem: &str) -> Failed {
    let message = format!("the provider `{}` answered garbage: {problem}", provider.name);
    Failed::new(Failure::new(Category::Upstream, message), Verdict::Again)
}

/// An array of answers.
fn joined(answers: &[Bytes]) -> Bytes {
    [&b"["[..], &answers.join(&b','), &b"]"[..]].concat().into()
}

/// Says to a target's health what became of a call.
fn judge(attempt: &Attempt, failed: &Failed, breaker: Breaker, gateway: &Gateway) {
    let now = Instant::now();
    let count = |counter: &AtomicU64| {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    match failed.verdict {
        Verdict::Final | Verdict::Elsewhere => {}
        Verdict::Limited => attempt.limited(now, failed.failure.retry_after),
        Verdict::Sick | Verdict::Again => {
            count(&gateway.metrics.upstream_failures);
            if attempt.failed(now, breaker) {
                count(&gateway.metrics.breakers_opened);
                tracing::warn!(problem = %failed.failure.message, "a breaker is open");
            }
        }
    }
}

/// The failure of a request that nobody could be asked for.
fn nobody(plan: &Plan<'_>, tags: &[&str]) -> Failed {
    if let Some(wait) = plan.blocked() {
        let mut failure = Failure::new(
            Category::Overloaded,
            "every provider of this model has failed lately and is given a rest",
        );
        failure.retry_after = Some(wait);
        return Failed::new(failure, Verdict::Sick);
    }
    let message = if tags.is_empty() {
        "this key may use no provider of this model".to_owned()
    } else {
        format!("no provider of this model that this key may use has the tags {}", tags.join(", "))
    };
    Failed::new(Failure::new(Category::Permission, message), Verdict::Final)
}

/// Servers say with a code that a model is missing; that a path is missing, they say without.
fn has_no_such_path(failure: &Failure) -> bool {
    matches!(failure.status, 404 | 405 | 501) && failure.code.is_none() && failure.param.is_none()
}

fn is_object(bytes: &Bytes) -> bool {
    let text = bytes.trim_ascii();
    text.first() == Some(&b'{') && text.last() == Some(&b'}') || text.first() == Some(&b'[')
}

/// Words for a tier that costs no more than the usual one.
const USUAL_TIERS: &[&str] =
    &["auto", "default", "standard", "standard_only", "flex", "batch", "scale", "reserved"];

/// The field of a request that asks for a dearer tier, in the words of whichever provider.
fn dearer_tier(body: &[u8]) -> Option<&'static str> {
    const FIELDS: [&str; 4] = ["service_tier", "speed", "serviceTier", "performanceConfig"];
    let found = match scan::find(body, FIELDS) {
        Ok(found) => found,
        // Who reads what of it is the provider's to say.
        Err(ScanError::Ambiguous { key, .. }) => return Some(key),
        Err(_) => return None,
    };
    let is_dearer = |value: &[u8]| {
        let value: serde_json::Value = serde_json::from_slice(value).unwrap_or_default();
        // Converse says it in an object.
        let word = [&value, &value["type"], &value["latency"]].into_iter().find_map(|word| word.as_str());
        word.is_some_and(|word| !USUAL_TIERS.contains(&word.to_ascii_lowercase().as_str()))
    };
    FIELDS
        .into_iter()
        .enumerate()
        .find_map(|(at, field)| found.range(at).is_some_and(|range| is_dearer(&body[range])).then_some(field))
}

/// A stream as the whole answer that was asked for, or the failure in it.
fn put_together(
    dialect: Dialect,
    exchange: &Exchange,
    stream: Bytes,
) -> Result<Result<Bytes, Box<Failure>>, StreamError> {
    let (mut decoder, mut events) = (dialect.stream_decoder(exchange), Vec::new());
    decoder.push(stream, &mut events)?;
    decoder.finish(&mut events)?;
    let mut collector = Collector::new();
    for event in events {
        collector.push(event);
    }
    Ok(collector.finish().map(|answer| dialect.encode_response(&answer, exchange).body.into()))
}

/// The status that an answer with status 200 should have had, where it holds an error and nothing else: some gateways
/// answer so.
fn failure_in(answer: &Bytes) -> Option<u16> {
    // Answers without the word are not looked into.
    ERROR.find(answer)?;
    let keys = ["error", "choices", "content", "candidates", "output", "message", "response"];
    let found = scan::find(answer, keys).ok()?;
    let error = &answer[found.range(0)?];
    if (1..keys.len()).any(|key| found.range(key).is_some()) || !matches!(error.first(), Some(b'{' | b'"')) {
        return None;
    }
    let code = serde_json::from_slice::<serde_json::Value>(error).ok()?["code"].as_u64();
    let code = code.and_then(|code| u16::try_from(code).ok());
    Some(code.filter(|code| (400..600).contains(code)).unwrap_or(502))
}

fn split_tags(value: Option<&HeaderValue>) -> Vec<&str> {
    let text = value.and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect()
}
