//! What all requests share: the board with the current snapshot, the ledger, counters. One gateway a process,
//! one worker a thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use crate::cache::Cache;
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::observe::Observers;
use crate::route::{RetryBudget, mix};
use crate::serve::Watch;
use crate::snapshot::Board;
use crate::upstream::Pool;

/// What all requests share.
pub(crate) struct Gateway {
    pub(crate) board: Board,
    pub(crate) ledger: Ledger,
    pub(crate) metrics: Metrics,
    pub(crate) observers: Observers,
    pub(crate) retries: RetryBudget,
    pub(crate) cache: Cache,
    /// Requests under way.
    pub(crate) active: AtomicUsize,
    /// No new requests: the process is about to end.
    pub(crate) draining: AtomicBool,
    numbers: Numbers,
    begun: Instant,
}

/// What the requests of one thread share.
pub(crate) struct Worker {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) pool: Pool,
    pub(crate) watch: Watch,
}

/// Ids and random numbers: a counter from a random start, well mixed. Nothing secret is made from them.
struct Numbers {
    next: AtomicU64,
    process: u64,
}

/// A place among the requests under way.
pub(crate) struct Active(Arc<Gateway>);

impl Gateway {
    /// `seed` is random.
    pub(crate) fn new(
        board: Board,
        ledger: Ledger,
        observers: Observers,
        cache: Cache,
        seed: [u64; 2],
    ) -> Self {
        let [high, low] = seed;
        Self {
            board,
            ledger,
            metrics: Metrics::default(),
            observers,
            cache,
            retries: RetryBudget::default(),
            active: AtomicUsize::new(0),
            draining: AtomicBool::new(false),
            numbers: Numbers { next: AtomicU64::new(low), process: high },
            begun: Instant::now(),
        }
    }

    /// Seconds since the gateway began: the clock of limits.
    pub(crate) fn second(&self) -> u64 {
        self.begun.elapsed().as_secs()
    }

    /// A number that nobody has to guess.
    pub(crate) fn random(&self) -> u64 {
        mix(self.numbers.next.fetch_add(1, Ordering::Relaxed))
    }

    /// A request's id: unique over processes, and without a pattern.
    pub(crate) fn request_id(&self) -> String {
        format!("req_{:016x}{:016x}", self.numbers.process, self.random())
    }

    /// A place for one more request. `None`: there are `most` already.
    pub(crate) fn enter(self: &Arc<Self>, most: usize) -> Option<Active> {
        let before = self.active.fetch_add(1, Ordering::Relaxed);
        let place = Active(Arc::clone(self));
        (before < most).then_some(place)
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        self.0.active.fetch_sub(1, Ordering::Relaxed);
    }
}
