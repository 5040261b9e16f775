//! How often and when a request is sent again: only after failures that pass, and only while nothing of an
//! answer was handed out.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use crate::ClientError;

/// How often and when a request is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often at most, after the first try.
    pub retries_max: u32,
    /// The wait before the first retry where the provider names none; each further one doubles it.
    pub wait_first: Duration,
    /// The longest wait. A provider that asks for more gets no retry: the caller decides.
    pub wait_max: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { retries_max: 2, wait_first: Duration::from_millis(500), wait_max: Duration::from_secs(30) }
    }
}

impl RetryPolicy {
    /// Never again.
    pub const NEVER: Self =
        Self { retries_max: 0, wait_first: Duration::from_millis(500), wait_max: Duration::from_secs(30) };

    /// How long to wait before the try after `tries`; `None`: not at all.
    pub(crate) fn wait(&self, tries: u32, error: &ClientError) -> Option<Duration> {
        // Who waited for nothing for minutes does not want to wait as long again.
        let waited = matches!(error, ClientError::Timeout { .. });
        if tries > self.retries_max || waited || !error.is_transient() {
            return None;
        }
        if let Some(asked) = error.retry_after() {
            return (asked <= self.wait_max).then_some(asked);
        }
        let doubled = self.wait_first.saturating_mul(1_u32.checked_shl(tries - 1).unwrap_or(u32::MAX));
        // Up to a quarter less, so that many clients do not come back at once.
        let quarter = doubled.min(self.wait_max) / 4;
        let spread = u32::try_from(random() % 1000).unwrap_or(0);
        Some(doubled.min(self.wait_max).saturating_sub(quarter * spread / 1000))
    }
}

/// A number that nobody can foresee, for spreading and for ids.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use ghostllm_protocol::{Category, Failure};

    use super::*;

    fn failure(category: Category, retry_after: Option<u64>) -> ClientError {
        let mut failure = Failure::new(category, "");
        failure.retry_after = retry_after.map(Duration::from_secs);
        ClientError::Failure(Box::new(failure))
    }

    #[test]
    fn waits() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(1, &failure(Category::InvalidRequest, None)), None);
        assert_eq!(policy.wait(1, &failure(Category::RateLimited, Some(7))), Some(Duration::from_secs(7)));
        assert_eq!(policy.wait(1, &failure(Category::RateLimited, Some(700))), None);
        for (tries, most) in [(1, 500), (2, 1000)] {
            let wait = policy.wait(tries, &failure(Category::Overloaded, None)).unwrap().as_millis();
            assert!((most * 3 / 4..=most).contains(&wait), "{wait}");
        }
        assert_eq!(policy.wait(3, &failure(Category::Overloaded, None)), None);
    }
}
