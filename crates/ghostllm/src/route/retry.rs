//! The budget of retries: when everything fails, retries must not multiply the load. Every request earns a
//! share of a retry, every retry spends one; what is not spent is kept, within bounds.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// In thousandths of a retry.
const START: i64 = 10_000;
const MOST: i64 = 100_000;
const ONE: i64 = 1_000;
/// Waits between two calls of one target.
const BACKOFF_MIN: Duration = Duration::from_millis(50);
const BACKOFF_MAX: Duration = Duration::from_secs(2);

/// What retries may still be made.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    balance: AtomicI64,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self { balance: AtomicI64::new(START) }
    }
}

impl RetryBudget {
    /// A request came.
    pub(crate) fn earn(&self, percent: u32) {
        if self.balance.load(Ordering::Relaxed) < MOST {
            self.balance.fetch_add(i64::from(percent) * ONE / 100, Ordering::Relaxed);
        }
    }

    /// Spends one retry, if there is one.
    pub(crate) fn spend(&self) -> bool {
        let spent = |balance: i64| (balance >= ONE).then_some(balance - ONE);
        self.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spent).is_ok()
    }
}

/// How long to wait before calling the same target for the `attempt`th time (from 1): doubling, with a random
/// half, and at least what the target asked for. `None`: it asked for more than a client should be kept waiting.
pub(crate) fn backoff(attempt: u32, retry_after: Option<Duration>, random: u64) -> Option<Duration> {
    let base = BACKOFF_MIN.saturating_mul(1 << attempt.min(8)).min(BACKOFF_MAX);
    let half = u32::try_from(base.as_millis() / 2).unwrap_or(0);
    let jitter = Duration::from_millis(random % u64::from(half.max(1)));
    let wait = base / 2 + jitter;
    match retry_after {
        Some(asked) if asked > BACKOFF_MAX => None,
        Some(asked) => Some(wait.max(asked)),
        None => Some(wait),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RetryBudget, backoff};

    #[test]
    fn retries_are_a_share_of_requests() {
        let budget = RetryBudget::default();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 10);
        (0..50).for_each(|_| budget.earn(20));
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 10);
        (0..10_000).for_each(|_| budget.earn(20));
        assert_eq!((0..1000).filter(|_| budget.spend()).count(), 100);
    }

    #[test]
    fn waits_double_and_heed_the_target() {
        let ms = |wait: Option<Duration>| wait.map(|w| w.as_millis());
        assert_eq!(ms(backoff(1, None, 0)), Some(50));
        assert_eq!(ms(backoff(2, None, 0)), Some(100));
        assert_eq!(ms(backoff(2, None, 99)), Some(199));
        assert_eq!(ms(backoff(60, None, 0)), Some(1000));
        assert_eq!(ms(backoff(1, Some(Duration::from_secs(2)), 0)), Some(2000));
        assert_eq!(backoff(1, Some(Duration::from_secs(3)), 0), None);
    }
}
