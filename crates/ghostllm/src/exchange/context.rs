//! What every operation needs of the request it serves, and the replies that all of them share.

use std::sync::Arc;

use ghostllm_protocol::{Category, Dialect, Failure};
use http::HeaderMap;
use http::header::HeaderValue;

use crate::case::Case;
use crate::gateway::{Active, Worker};
use crate::ledger::Outcome;
use crate::limits::{Ask, Denied, Left, Limit, Limits, Meter, Permit, Reading, admit};
use crate::route::Choice;
use crate::serve::Watched;
use crate::serve::names::{ANTHROPIC_REQUEST_ID, ERROR_SOURCE, OPENAI_REQUEST_ID, REQUEST_ID};
use crate::serve::reply::{self, Answered, set};
use crate::snapshot::{Key, Snapshot};
use crate::store::SubjectKind;

/// A request whose key is known.
pub(crate) struct Context {
    pub(crate) worker: Arc<Worker>,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) key: Arc<Key>,
    pub(crate) id: String,
    pub(crate) headers: HeaderMap,
    pub(crate) watched: Arc<Watched>,
    pub(crate) active: Active,
    /// In whose words errors are written.
    pub(crate) dialect: Dialect,
}

/// A model's limits and counters, for admission.
pub(crate) type ModelMeter<'m> = Option<(&'m Arc<Meter>, &'m Limits)>;

impl Context {
    /// Takes the request's places from its key, team and model.
    pub(crate) fn admit(
        &self,
        case: &mut Case,
        model: ModelMeter<'_>,
        estimate: Estimated,
    ) -> Result<(), Box<Failure>> {
        let mut subjects = [(&self.key.meter, &self.key.limits); 3];
        let mut kinds = [SubjectKind::Key; 3];
        let mut count = 1;
        let team = self.key.team.as_ref().map(|team| (&team.meter, &team.limits));
        for (subject, kind) in [(team, SubjectKind::Team), (model, SubjectKind::Model)] {
            if let Some(subject) = subject {
                (subjects[count], kinds[count]) = (subject, kind);
                count += 1;
            }
        }
        let permit = admit(&subjects[..count], self.ask(estimate))
            .map_err(|denied| Box::new(denial(&denied, kinds[denied.subject], subjects[denied.subject].1)))?;
        case.hold(permit);
        Ok(())
    }

    /// Lets the request's body be read, if its key and team have a place for it: bodies on their way hold memory.
    pub(crate) fn reading(&self) -> Result<[Option<Reading>; 2], Box<Failure>> {
        let read = |meter: &Arc<Meter>, limits, kind| {
            let place = meter.read(limits);
            place.map_err(|(limit, retry_after_s)| {
                Box::new(denial(&Denied { subject: 0, limit, retry_after_s }, kind, limits))
            })
        };
        let key = read(&self.key.meter, &self.key.limits, SubjectKind::Key)?;
        let team = self.key.team.as_ref();
        let team = team.map(|team| read(&team.meter, &team.limits, SubjectKind::Team)).transpose()?;
        Ok([key, team.flatten()])
    }

    /// Takes the request's places from a target's provider, and from its model if it is not the one `asked` for.
    pub(crate) fn admit_target(
        &self,
        choice: &Choice,
        asked: &str,
        estimate: Estimated,
    ) -> Result<Permit, Box<Failure>> {
        let (provider, model) = (&choice.target().provider, &choice.found.model);
        let subjects = [(&provider.meter, &provider.limits), (&model.meter, &model.limits)];
        let count = if *model.name == *asked { 1 } else { 2 };
        admit(&subjects[..count], self.ask(estimate)).map_err(|denied| {
            let kind = [SubjectKind::Provider, SubjectKind::Model][denied.subject];
            Box::new(denial(&denied, kind, subjects[denied.subject].1))
        })
    }

    fn ask(&self, estimate: Estimated) -> Ask {
        let Estimated { tokens, cost } = estimate;
        Ask { second: self.worker.gateway.second(), now: crate::clock::now(), tokens, cost }
    }

    /// Whether the limits of its key or team, or some of `others`, ask for what is used.
    pub(crate) fn counts_use<'l>(&'l self, others: impl IntoIterator<Item = &'l Limits>) -> bool {
        let team = self.key.team.as_ref().map(|team| &team.limits);
        team.into_iter().chain([&self.key.limits]).chain(others).any(Limits::counts_use)
    }

    /// Whether money is limited by its key or team, or by some of `others`.
    pub(crate) fn has_budget<'l>(&'l self, others: impl IntoIterator<Item = &'l Limits>) -> bool {
        let team = self.key.team.as_ref().map(|team| &team.limits);
        team.into_iter().chain([&self.key.limits]).chain(others).any(Limits::has_budget)
    }

    /// Refuses a request that makes no sense or asks for what is not there. It takes its place among the key's requests
    /// all the same, if there is one; where there is none, what is wrong with it is still the better answer.
    pub(crate) fn turn_away(&self, mut case: Case, failure: &Failure) -> Answered {
        let _ = self.admit(&mut case, None, Estimated::default());
        self.refuse(case, failure, Outcome::Refused)
    }

    /// Answers with a failure of the gateway's own, and closes the account.
    pub(crate) fn refuse(&self, case: Case, failure: &Failure, outcome: Outcome) -> Answered {
        let mut answered = reply::failure(self.dialect, failure);
        set(answered.headers_mut(), ERROR_SOURCE, "gateway");
        self.finish(&mut answered);
        case.settle(outcome, answered.status().as_u16());
        answered
    }

    /// The request is answered.
    pub(crate) fn finish(&self, answered: &mut Answered) {
        self.decorate(answered.headers_mut());
        self.watched.idle();
    }

    /// What every reply carries: the request's id, and what is left of the key's limits.
    pub(crate) fn decorate(&self, headers: &mut HeaderMap) {
        set_request_id(headers, &self.id, self.dialect);
        let second = self.worker.gateway.second();
        let mut remaining = self.key.meter.remaining(&self.key.limits, second);
        if let Some(team) = &self.key.team {
            let teams = team.meter.remaining(&team.limits, second);
            remaining.requests = scarcer(remaining.requests, teams.requests);
            remaining.tokens = scarcer(remaining.tokens, teams.tokens);
        }
        if let Some(left) = remaining.requests {
            put_left(headers, self.dialect, "requests", left);
        }
        if let Some(left) = remaining.tokens {
            put_left(headers, self.dialect, "tokens", left);
        }
    }
}

/// What a request is expected to use.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Estimated {
    pub(crate) tokens: u64,
    pub(crate) cost: crate::money::Dollars,
}

/// The id of a request, also under the name that the dialect's SDKs look for.
pub(crate) fn set_request_id(headers: &mut HeaderMap, id: &str, dialect: Dialect) {
    let Ok(value) = HeaderValue::from_str(id) else { return };
    match dialect {
        Dialect::Anthropic => drop(headers.insert(ANTHROPIC_REQUEST_ID, value.clone())),
        Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::OpenAiCompletions => {
            headers.insert(OPENAI_REQUEST_ID, value.clone());
        }
        _ => {}
    }
    headers.insert(REQUEST_ID, value);
}

/// The failure of a request that a limit stands against.
pub(crate) fn denial(denied: &Denied, kind: SubjectKind, limits: &Limits) -> Failure {
    let who = match kind {
        SubjectKind::Key => "this key",
        SubjectKind::Team => "this key's team",
        SubjectKind::Model => "this model",
        SubjectKind::Provider => "the provider",
    };
    let number = |limit: Option<u64>| limit.map_or_else(String::new, |limit| limit.to_string());
    let dollars = |limit: Option<crate::money::Dollars>| limit.map_or_else(String::new, |d| d.to_string());
    let (category, what) = match denied.limit {
        Limit::Rpm => (Category::RateLimited, format!("{} requests a minute", number(limits.rpm))),
        Limit::Tpm => (Category::RateLimited, format!("{} tokens a minute", number(limits.tpm))),
        Limit::Concurrency => {
            let most = limits.concurrency.unwrap_or_default();
            (Category::RateLimited, format!("{most} requests at one time"))
        }
        Limit::BudgetDay => (Category::Quota, format!("{} a day", dollars(limits.budget_day))),
        Limit::BudgetMonth => (Category::Quota, format!("{} a month", dollars(limits.budget_month))),
    };
    let message = format!("the limit of {who} is reached: {what}");
    let mut failure = Failure::new(category, message);
    // An empty budget is a limit of ours, not an unpaid bill: 429, as OpenAI's own.
    failure.status = 429;
    failure.retry_after = Some(std::time::Duration::from_secs(denied.retry_after_s));
    failure
}

fn scarcer(one: Option<Left>, other: Option<Left>) -> Option<Left> {
    match (one, other) {
        (Some(a), Some(b)) => Some(if b.remaining < a.remaining { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn put_left(headers: &mut HeaderMap, dialect: Dialect, what: &str, left: Left) {
    let mut put = |name: String, value: String| {
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    };
    put(format!("x-ratelimit-limit-{what}"), left.limit.to_string());
    put(format!("x-ratelimit-remaining-{what}"), left.remaining.to_string());
    put(format!("x-ratelimit-reset-{what}"), format!("{}s", left.reset_s));
    if dialect == Dialect::Anthropic {
        let reset = crate::clock::now().plus_seconds(i64::try_from(left.reset_s).unwrap_or(0));
        put(format!("anthropic-ratelimit-{what}-limit"), left.limit.to_string());
        put(format!("anthropic-ratelimit-{what}-remaining"), left.remaining.to_string());
        put(format!("anthropic-ratelimit-{what}-reset"), reset.to_string());
    }
}
