//! The counters of one subject (a key, a team, a model, a provider), and admission against several at once.
//!
//! Holds: what one call of [`admit`] takes, it takes from all subjects or from none; a [`Permit`] gives its
//! places back when it is dropped, however the request ended. A token limit is taken by estimate and settled
//! by what was really used. A budget lets a request begin while less than all of it is spent or promised, so
//! it is overdrawn by the last one that begins, and by as much as others use beyond what was promised for them.
//! Periods only move forward: what a request that began in an earlier one has used is not the present one's.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Limits;
use super::window::{WINDOW_SECONDS, Window};
use crate::clock::{Moment, Period};
use crate::money::Dollars;

/// Completion tokens of a request, before any has ended.
const TYPICAL_TOKENS_UNKNOWN: u64 = 256;

/// The counters of one subject.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    state: Mutex<State>,
    /// Moving average of what requests used in completion tokens; 0: none has.
    typical: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    requests: Option<Box<Window>>,
    tokens: Option<Box<Window>>,
    active: u32,
    /// Requests whose bodies are still on their way.
    reading: u32,
    day: Spent,
    month: Spent,
    /// Promised to requests under way.
    promised: Dollars,
}

#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    period: Option<Period>,
    amount: Dollars,
}

/// What a request wants before it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    /// Seconds on a clock that only runs forward.
    pub(crate) second: u64,
    /// Wall time, for budgets: the present.
    pub(crate) now: Moment,
    /// Estimate of prompt and completion.
    pub(crate) tokens: u64,
    /// Estimate of their price.
    pub(crate) cost: Dollars,
}

/// What a request really used.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used {
    pub(crate) tokens: u64,
    pub(crate) cost: Dollars,
}

/// Which limit stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Rpm,
    Tpm,
    Concurrency,
    BudgetDay,
    BudgetMonth,
}

/// Why a request may not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Denied {
    /// Which of the subjects, by its place in the list.
    pub(crate) subject: usize,
    pub(crate) limit: Limit,
    /// Seconds until it may be asked again with a chance.
    pub(crate) retry_after_s: u64,
}

/// What is left of a subject's limits, for response headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remaining {
    pub(crate) requests: Option<Left>,
    pub(crate) tokens: Option<Left>,
}

/// A limit, what is left of it, and in how many seconds all of it will be there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    pub(crate) reset_s: u64,
}

/// The places a request holds. Settled once, or dropped, which settles nothing used.
#[derive(Debug)]
pub(crate) struct Permit {
    meters: Vec<(Arc<Meter>, Taken)>,
    ask: Ask,
}

/// A body on its way, which counts among the requests under way until it is there.
#[derive(Debug)]
pub(crate) struct Reading(Arc<Meter>);

#[derive(Clone, Copy, Debug)]
struct Taken {
    /// Counted among the requests of the window.
    request: bool,
    tokens: Option<u64>,
}

/// Takes a request's places from every subject, or from none.
pub(crate) fn admit(subjects: &[(&Arc<Meter>, &Limits)], ask: Ask) -> Result<Permit, Denied> {
    let mut permit = Permit { meters: Vec::with_capacity(subjects.len()), ask };
    for (subject, (meter, limits)) in subjects.iter().enumerate() {
        match meter.lock().take(limits, &ask) {
            Ok(taken) => permit.meters.push((Arc::clone(meter), taken)),
            Err((limit, retry_after_s)) => {
                permit.undo();
                return Err(Denied { subject, limit, retry_after_s });
            }
        }
    }
    Ok(permit)
}

impl Meter {
    /// Lets a body be read, if there is a place for its request. `None`: nobody counts them.
    pub(crate) fn read(self: &Arc<Self>, limits: &Limits) -> Result<Option<Reading>, (Limit, u64)> {
        let Some(most) = limits.concurrency else { return Ok(None) };
        let mut state = self.lock();
        if state.active.saturating_add(state.reading) >= most {
            return Err((Limit::Concurrency, 1));
        }
        state.reading += 1;
        Ok(Some(Reading(Arc::clone(self))))
    }

    /// Sets what the store says was spent in a period, unless more is known here.
    pub(crate) fn restore(&self, period: Period, amount: Dollars) {
        let mut state = self.lock();
        let spent = if matches!(period, Period::Day(_)) { &mut state.day } else { &mut state.month };
        if spent.period.is_none_or(|held| held < period)
            || (spent.period == Some(period) && spent.amount < amount)
        {
            *spent = Spent { period: Some(period), amount };
        }
    }

    /// The limit of tokens or money of which nothing is left.
    pub(crate) fn used_up(&self, limits: &Limits, second: u64, now: Moment) -> Option<Limit> {
        if !limits.counts_use() {
            return None;
        }
        let mut state = self.lock();
        state.turn(now.periods());
        let budget = state.used_up(limits, now.periods()).map(|(limit, _)| limit);
        let tokens = state.tokens.as_mut().map_or(0, |window| window.sum(second));
        budget.or(limits.tpm.filter(|most| tokens >= *most).map(|_| Limit::Tpm))
    }

    /// What is spent in the periods of `now`: day, month.
    #[cfg(test)]
    pub(crate) fn spent(&self, now: Moment) -> (Dollars, Dollars) {
        let mut state = self.lock();
        state.turn(now.periods());
        (state.day.amount, state.month.amount)
    }

    /// How many completion tokens a request mostly uses.
    pub(crate) fn typical_tokens(&self) -> u64 {
        match self.typical.load(Ordering::Relaxed) {
            0 => TYPICAL_TOKENS_UNKNOWN,
            known => known,
        }
    }

    /// A request used so many completion tokens.
    pub(crate) fn observe_tokens(&self, completion: u64) {
        let before = self.typical.load(Ordering::Relaxed);
        let after = if before == 0 { completion } else { (before * 7 + completion) / 8 };
        // Two at once may lose one of their observations, which an average can bear.
        self.typical.store(after.clamp(1, 1 << 32), Ordering::Relaxed);
    }

    /// Requests under way.
    #[cfg(test)]
    pub(crate) fn active(&self) -> u32 {
        self.lock().active
    }

    /// What is left of `limits`.
    pub(crate) fn remaining(&self, limits: &Limits, second: u64) -> Remaining {
        if limits.rpm.is_none() && limits.tpm.is_none() {
            return Remaining::default();
        }
        let mut state = self.lock();
        let left = |window: &mut Option<Box<Window>>, limit: Option<u64>| {
            let limit = limit?;
            let (sum, reset_s) = match window {
                Some(window) => (window.sum(second), window.seconds_until(second, 0)),
                None => (0, 0),
            };
            Some(Left { limit, remaining: limit.saturating_sub(sum), reset_s })
        };
        Remaining {
            requests: left(&mut state.requests, limits.rpm),
            tokens: left(&mut state.tokens, limits.tpm),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics between two writes, so a poisoned state is still a sound one.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, limits: &Limits, ask: &Ask) -> Result<Taken, (Limit, u64)> {
        if limits.concurrency.is_some_and(|most| self.active >= most) {
            return Err((Limit::Concurrency, 1));
        }
        let periods = ask.now.periods();
        self.turn(periods);
        // After a clock that was ahead has been set right, what was spent meanwhile counts for the present.
        (self.day.period, self.month.period) = (Some(periods.0), Some(periods.1));
        if let Some((limit, period)) = self.used_up(limits, periods) {
            return Err((limit, ask.now.seconds_left(period)));
        }
        for (budget, spent, limit) in [
            (limits.budget_day, self.day, Limit::BudgetDay),
            (limits.budget_month, self.month, Limit::BudgetMonth),
        ] {
            // Requests under way mostly use less than was promised for them.
            if budget.is_some_and(|budget| spent.amount.plus(self.promised) >= budget) {
                return Err((limit, 1));
            }
        }
        if let Some(most) = limits.rpm {
            let window = self.requests.get_or_insert_with(|| Box::new(Window::new(ask.second)));
            if window.sum(ask.second) >= most {
                let wait =
                    most.checked_sub(1).map_or(WINDOW_SECONDS, |room| window.seconds_until(ask.second, room));
                return Err((Limit::Rpm, wait.max(1)));
            }
        }
        let mut tokens = None;
        if let Some(most) = limits.tpm {
            // What alone is more than the limit may begin when nothing else is there.
            let asked = ask.tokens.min(most);
            let window = self.tokens.get_or_insert_with(|| Box::new(Window::new(ask.second)));
            if window.sum(ask.second) + asked > most {
                return Err((Limit::Tpm, window.seconds_until(ask.second, most - asked).max(1)));
            }
            window.add(ask.second, asked);
            tokens = Some(asked);
        }
        let window = self.requests.as_mut().filter(|_| limits.rpm.is_some());
        let request = window.map(|window| window.add(ask.second, 1)).is_some();
        self.active += 1;
        self.promised = self.promised.plus(ask.cost);
        Ok(Taken { request, tokens })
    }

    fn give_back(&mut self, ask: &Ask) {
        self.active = self.active.saturating_sub(1);
        self.promised = self.promised.minus(ask.cost);
    }

    /// The budget of which nothing is left, and its period.
    fn used_up(&self, limits: &Limits, (day, month): (Period, Period)) -> Option<(Limit, Period)> {
        let is_used_up =
            |budget: Option<Dollars>, spent: Spent| budget.is_some_and(|most| spent.amount >= most);
        if is_used_up(limits.budget_day, self.day) {
            return Some((Limit::BudgetDay, day));
        }
        is_used_up(limits.budget_month, self.month).then_some((Limit::BudgetMonth, month))
    }

    fn spend(&mut self, cost: Dollars, now: Moment) {
        let (day, month) = now.periods();
        self.turn((day, month));
        for (spent, period) in [(&mut self.day, day), (&mut self.month, month)] {
            // Of a period that is over, nobody asks any more.
            if spent.period == Some(period) {
                spent.amount = spent.amount.plus(cost);
            }
        }
    }

    /// Begins new periods where old ones ended. A request that began in one of the old ones ends none.
    fn turn(&mut self, (day, month): (Period, Period)) {
        for (spent, period) in [(&mut self.day, day), (&mut self.month, month)] {
            if spent.period.is_none_or(|held| held < period) {
                *spent = Spent { period: Some(period), amount: Dollars::ZERO };
            }
        }
    }
}

impl Permit {
    /// Gives the places back and books what was really used, at `second` and `now`.
    pub(crate) fn settle(mut self, used: Used, second: u64, now: Moment) {
        self.close(used, second, now);
    }

    /// Books what was used so far, and keeps the places. What was promised counts for the first of it.
    pub(crate) fn book(&mut self, used: Used, second: u64, now: Moment) {
        for (meter, taken) in &mut self.meters {
            let mut state = meter.lock();
            state.spend(used.cost, now);
            if let (Some(reserved), Some(window)) = (&mut taken.tokens, &mut state.tokens) {
                let more = used.tokens.saturating_sub(*reserved);
                *reserved -= used.tokens - more;
                window.add(second, more);
            }
        }
    }

    fn close(&mut self, used: Used, second: u64, now: Moment) {
        for (meter, taken) in self.meters.drain(..) {
            let mut state = meter.lock();
            state.give_back(&self.ask);
            state.spend(used.cost, now);
            if let (Some(reserved), Some(window)) = (taken.tokens, &mut state.tokens) {
                if reserved > used.tokens {
                    window.take_back(second, self.ask.second, reserved - used.tokens);
                } else {
                    window.add(second, used.tokens - reserved);
                }
            }
        }
    }

    /// As if it had never been asked.
    fn undo(&mut self) {
        let ask = self.ask;
        for (meter, taken) in self.meters.drain(..) {
            let mut state = meter.lock();
            state.give_back(&ask);
            if let (Some(reserved), Some(window)) = (taken.tokens, &mut state.tokens) {
                window.take_back(ask.second, ask.second, reserved);
            }
            if let Some(window) = state.requests.as_mut().filter(|_| taken.request) {
                window.take_back(ask.second, ask.second, 1);
            }
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.reading = state.reading.saturating_sub(1);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let ask = self.ask;
        self.close(Used::default(), ask.second, ask.now);
    }
}

#[cfg(test)]
mod tests;
