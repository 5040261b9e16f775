//! A limit on silence that costs next to nothing while there is none.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;

/// Notices when nothing happened for too long. The timer is set once and, when it rings, set again for what is
/// left since the last sign of life.
pub(crate) struct Pace {
    limit: Duration,
    last: Instant,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, last: Instant::now(), timer: None }
    }

    /// Something happened.
    pub(crate) fn mark(&mut self) {
        self.last = Instant::now();
    }

    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Ready when it was silent for too long.
    pub(crate) fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let deadline = self.last + self.limit;
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline.into())));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            timer.as_mut().reset(deadline.into());
        }
    }
}
