//! How a target fares: its breaker, its latency, how busy it is.
//!
//! Holds: a breaker opens after so many failed requests in a row, lets one request try when its time is over,
//! and closes when that one succeeds. A rate limit of the target's own (429) never opens it; it makes the target
//! the last choice for as long as the target said. Whoever began an attempt ends it, by dropping it at the
//! latest, so that a cancelled probe does not keep a breaker half open.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Weight of a new, lower latency in the moving average, out of 8. A higher one counts at once.
const DECAY_OF_8: u64 = 1;
/// A target that does not say when to come back is left alone for this long after a 429.
const COOLDOWN_DEFAULT: Duration = Duration::from_secs(5);
/// No upstream's word keeps a target out for longer.
const COOLDOWN_MAX: Duration = Duration::from_mins(5);

/// How a target fares.
#[derive(Debug, Default)]
pub(crate) struct Health {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open_until: Option<Instant>,
    probing: bool,
    cool_until: Option<Instant>,
    /// Microseconds to the response head; 0: unknown.
    latency_us: u64,
    active: u32,
}

/// Whether a target may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Availability {
    Ready,
    /// It asked to be left alone for a while: only if nothing else is there.
    Cooling,
    /// Its breaker is open for this long.
    Open(Duration),
}

/// When breakers open, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breaker {
    pub(crate) failures: u32,
    pub(crate) open: Duration,
}

/// A request that is with a target.
#[derive(Debug)]
pub(crate) struct Attempt {
    health: Arc<Health>,
    begun: Instant,
    is_probe: bool,
}

impl Health {
    /// Whether it may be chosen.
    pub(crate) fn availability(&self, now: Instant) -> Availability {
        let state = self.lock();
        match state.open_until {
            Some(until) if until > now => Availability::Open(until - now),
            Some(_) if state.probing => Availability::Open(Duration::from_secs(1)),
            _ if state.cool_until.is_some_and(|until| until > now) => Availability::Cooling,
            _ => Availability::Ready,
        }
    }

    /// Latency times how many wait: what the power of two choices compares.
    pub(crate) fn load(&self) -> u64 {
        let state = self.lock();
        (state.latency_us + 1).saturating_mul(u64::from(state.active) + 1)
    }

    /// Requests that are with it.
    pub(crate) fn active(&self) -> u32 {
        self.lock().active
    }

    /// Begins an attempt. The first one after an open breaker's time is its probe.
    pub(crate) fn begin(self: &Arc<Self>, now: Instant) -> Attempt {
        let mut state = self.lock();
        state.active += 1;
        let is_probe = state.open_until.is_some();
        state.probing |= is_probe;
        drop(state);
        Attempt { health: Arc::clone(self), begun: now, is_probe }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt {
    /// The target answered what was asked (or that the request is wrong).
    pub(crate) fn succeeded(&self, now: Instant) {
        let mut state = self.health.lock();
        state.failures = 0;
        state.open_until = None;
        state.probing = false;
        let latency = u64::try_from(now.duration_since(self.begun).as_micros()).unwrap_or(u64::MAX / 8);
        state.latency_us = if latency >= state.latency_us {
            latency
        } else {
            state.latency_us - (state.latency_us - latency) * DECAY_OF_8 / 8
        };
    }

    /// The target failed. Says whether its breaker is open now.
    pub(crate) fn failed(&self, now: Instant, breaker: Breaker) -> bool {
        let mut state = self.health.lock();
        state.failures = state.failures.saturating_add(1);
        let opens = self.is_probe || state.failures >= breaker.failures.max(1);
        if opens {
            state.open_until = Some(now + breaker.open);
            state.probing = false;
        }
        opens
    }

    /// The target is at its own limit.
    pub(crate) fn limited(&self, now: Instant, retry_after: Option<Duration>) {
        let mut state = self.health.lock();
        let rest = retry_after.unwrap_or(COOLDOWN_DEFAULT).min(COOLDOWN_MAX);
        state.cool_until = Some(now + rest);
        if self.is_probe {
            state.open_until = None;
            state.probing = false;
        }
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let mut state = self.health.lock();
        state.active = state.active.saturating_sub(1);
        if self.is_probe {
            state.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::{Availability, Breaker, Health};

    const BREAKER: Breaker = Breaker { failures: 2, open: Duration::from_secs(10) };

    #[test]
    fn a_breaker_opens_probes_and_closes() {
        let health = Arc::new(Health::default());
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(!health.begin(start).failed(start, BREAKER));
        assert_eq!(health.availability(start), Availability::Ready);
        assert!(health.begin(start).failed(start, BREAKER));
        assert_eq!(health.availability(at(4)), Availability::Open(Duration::from_secs(6)));
        assert_eq!(health.availability(at(10)), Availability::Ready);
        let probe = health.begin(at(10));
        assert!(matches!(health.availability(at(10)), Availability::Open(_)), "one probe at a time");
        drop(probe);
        assert_eq!(health.availability(at(10)), Availability::Ready, "a cancelled probe is none");
        assert!(health.begin(at(10)).failed(at(10), BREAKER), "a failed probe opens at once");
        assert_eq!(health.availability(at(19)), Availability::Open(Duration::from_secs(1)));
        health.begin(at(20)).succeeded(at(20));
        assert_eq!(health.availability(at(20)), Availability::Ready);
        assert!(!health.begin(at(21)).failed(at(21), BREAKER), "it counts from zero again");
    }

    #[test]
    fn a_rate_limit_cools_but_does_not_open() {
        let health = Arc::new(Health::default());
        let now = Instant::now();
        for _ in 0..9 {
            health.begin(now).limited(now, Some(Duration::from_secs(3)));
        }
        assert_eq!(health.availability(now + Duration::from_secs(2)), Availability::Cooling);
        assert_eq!(health.availability(now + Duration::from_secs(3)), Availability::Ready);
    }

    #[test]
    fn latency_rises_at_once_and_falls_slowly() {
        let health = Arc::new(Health::default());
        let now = Instant::now();
        let answer = |ms| health.begin(now).succeeded(now + Duration::from_millis(ms));
        answer(10);
        assert_eq!(health.load(), 10_001);
        answer(90);
        assert_eq!(health.load(), 90_001);
        answer(10);
        assert_eq!(health.load(), 80_001);
        let _busy = health.begin(now);
        assert_eq!((health.load(), health.active()), (160_002, 1));
    }
}
