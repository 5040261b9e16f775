//! What all requests share: the board with the current snapshot, the ledger, counters. One gateway a process,
//! one worker a thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use crate::cache::Cache;
use crate::clock::Moment;
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
    /// Bytes of the bodies of requests under way.
    pub(crate) body_bytes: AtomicUsize,
    /// No new requests: the process is about to end.
    pub(crate) draining: AtomicBool,
    /// The time for that is over as well: what still runs is cut.
    pub(crate) is_over: AtomicBool,
    numbers: Numbers,
    begun: Instant,
}

/// What the requests of one thread share.
pub(crate) struct Worker {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) pool: Pool,
    pub(crate) watch: Watch,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Ids and random numbers: a counter from a random start, well mixed. Nothing secret is made from them.
struct Numbers {
    next: AtomicU64,
    process: u64,
}

/// A place among the requests under way, and its body's among their bodies.
pub(crate) struct Active {
    gateway: Arc<Gateway>,
    bytes: AtomicUsize,
}

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
            body_bytes: AtomicUsize::new(0),
            draining: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
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
        self.numbers.random()
    }

    /// The id of a request that came at `now`.
    pub(crate) fn request_id(&self, now: Moment) -> String {
        self.numbers.id(now)
    }

    /// A place for one more request. `None`: there are `most` already.
    pub(crate) fn enter(self: &Arc<Self>, most: usize) -> Option<Active> {
        let before = self.active.fetch_add(1, Ordering::Relaxed);
        let place = Active { gateway: Arc::clone(self), bytes: AtomicUsize::new(0) };
        (before < most).then_some(place)
    }
}

impl Numbers {
    fn random(&self) -> u64 {
        mix(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Unique over processes. Later ones sort behind earlier ones (to the millisecond), so that the store appends
    /// its rows: at random places each would be a page read and a page written.
    fn id(&self, now: Moment) -> String {
        // Forty-eight bits of milliseconds last for nine thousand years.
        let time = now.unix_ms().unsigned_abs() << 16 | self.process & 0xffff;
        let mut id = String::with_capacity("req_".len() + 32);
        id.push_str("req_");
        for number in [time, self.random()] {
            let digit = |place: u32| HEX[(number >> (60 - 4 * place) & 0xf) as usize];
            id.extend((0..16).map(|place| char::from(digit(place))));
        }
        id
    }
}

impl Active {
    /// Makes room for more of the request's body. False: all bodies under way are longer than `most` then.
    pub(crate) fn has_room(&self, more: usize, most: usize) -> bool {
        self.bytes.fetch_add(more, Ordering::Relaxed);
        let has = self.gateway.body_bytes.fetch_add(more, Ordering::Relaxed) + more <= most;
        if !has {
            self.gateway.metrics.refused_overload.fetch_add(1, Ordering::Relaxed);
        }
        has
    }

    /// The body is not needed any more.
    pub(crate) fn give_back(&self) {
        self.gateway.body_bytes.fetch_sub(self.bytes.swap(0, Ordering::Relaxed), Ordering::Relaxed);
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        self.give_back();
        self.gateway.active.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::atomic::AtomicU64;

    use super::Numbers;
    use crate::clock::Moment;

    #[test]
    fn ids_are_unique_and_sort_by_time() {
        let numbers = Numbers { next: AtomicU64::new(u64::MAX), process: u64::MAX };
        let at = |ms: i64| numbers.id(Moment::from_unix_ms(ms));
        let ids: BTreeSet<String> = (0..1000).map(|_| at(1_795_000_000_000)).collect();
        assert_eq!(ids.len(), 1000);
        assert!(
            at(1_794_999_999_999) < *ids.first().unwrap() && *ids.last().unwrap() < at(1_795_000_000_001)
        );
        assert!(ids.iter().all(|id| id.len() == "req_".len() + 32), "{:?}", ids.first());
    }
}
