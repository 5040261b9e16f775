//! The accounting of requests: one row each, whatever became of it.
//!
//! Holds: `record` never waits for the store and never loses a row to a full queue: what does not fit goes to
//! the spill file. A thread writes what has gathered, in batches, every flush interval; rows that the store
//! refuses are spilled and replayed once it answers again. Where the disk takes neither, they wait in the queue. Closing
//! writes everything.

mod row;
mod spill;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use row::{Outcome, UsageRow};
pub(crate) use spill::Spill;

use crate::store::{Store, StoreError};

/// Rows of one transaction.
const BATCH_ROWS: usize = 1000;
/// After the store failed, it is left alone for this long.
const STORE_REST: Duration = Duration::from_secs(1);

/// Where requests leave their rows.
#[derive(Clone)]
pub(crate) struct Ledger {
    shared: Arc<Shared>,
}

/// The thread that writes. Dropping it without [`Writer::close`] leaves it running.
pub(crate) struct Writer {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

/// How many rows went where.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) written: AtomicU64,
    pub(crate) spilled: AtomicU64,
    /// Neither the store nor the spill file took them.
    pub(crate) lost: AtomicU64,
}

struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    rows_max: usize,
    spill: Spill,
    counts: Counts,
    /// The last rows found room neither in the store nor in the spill file.
    is_full: AtomicBool,
}

#[derive(Default)]
struct Queue {
    rows: Vec<UsageRow>,
    closing: bool,
}

/// Puts into `store` what an earlier process spilled, so that what is read there of spending is all of it.
pub(crate) fn recover(spill: &Spill, store: &mut dyn Store) -> Result<(), StoreError> {
    if spill.is_pending() { replay(spill, |rows| store.add_usage(rows)) } else { Ok(()) }
}

/// Hands on everything in the spill file, and forgets it when all of it was taken.
fn replay(
    spill: &Spill,
    mut add: impl FnMut(&[UsageRow]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let spilled = match spill.take() {
        Ok(Some(spilled)) => spilled,
        Ok(None) => return Ok(()),
        Err(error) => {
            tracing::error!(%error, "the spill file cannot be read");
            return Ok(());
        }
    };
    spilled.rows.chunks(BATCH_ROWS).try_for_each(&mut add)?;
    if let Err(error) = spill.forget() {
        tracing::error!(%error, "the replayed spill file cannot be removed");
    }
    let rows = spilled.rows.len();
    tracing::info!(rows, broken_lines = spilled.broken, "usage rows from the spill file are in the store");
    Ok(())
}

impl Ledger {
    /// Starts the writing thread over `store`. It first replays what an earlier process spilled.
    pub(crate) fn start(
        store: Box<dyn Store>,
        spill: Spill,
        rows_max: usize,
        flush: Duration,
    ) -> std::io::Result<(Self, Writer)> {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            wake: Condvar::new(),
            rows_max: rows_max.max(1),
            spill,
            counts: Counts::default(),
            is_full: AtomicBool::new(false),
        });
        let run = Run { shared: Arc::clone(&shared), store, flush, rest_until: None };
        let thread = std::thread::Builder::new().name("ledger".to_owned()).spawn(move || run.run())?;
        Ok((Self { shared: Arc::clone(&shared) }, Writer { shared, thread }))
    }

    /// Books one row.
    pub(crate) fn record(&self, row: UsageRow) {
        let mut queue = self.shared.lock();
        if queue.rows.len() < self.shared.rows_max {
            queue.rows.push(row);
            // The writer comes by itself; only when it is late it is woken.
            if queue.rows.len() == self.shared.rows_max / 2 {
                self.shared.wake.notify_one();
            }
            return;
        }
        drop(queue);
        if let Err(error) = self.shared.spill(&[row]) {
            self.shared.lose(1, &error);
        }
    }

    /// How many rows went where.
    pub(crate) fn counts(&self) -> &Counts {
        &self.shared.counts
    }

    /// Whether rows find room: where neither store nor spill file has any, they can only wait in memory, for a time.
    pub(crate) fn has_room(&self) -> bool {
        !self.shared.is_full.load(Ordering::Relaxed)
    }

    /// Rows that wait.
    pub(crate) fn queued(&self) -> usize {
        self.shared.lock().rows.len()
    }
}

impl Writer {
    /// Writes everything that was booked, then ends.
    pub(crate) fn close(self) {
        self.shared.lock().closing = true;
        self.shared.wake.notify_one();
        if self.thread.join().is_err() {
            tracing::error!("the ledger's thread had failed; its last rows are lost");
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spill(&self, rows: &[UsageRow]) -> std::io::Result<()> {
        let appended = self.spill.append(rows);
        self.is_full.store(appended.is_err(), Ordering::Relaxed);
        appended?;
        self.counts.spilled.fetch_add(rows.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn lose(&self, rows: usize, error: &std::io::Error) {
        self.counts.lost.fetch_add(rows as u64, Ordering::Relaxed);
        tracing::error!(%error, rows, "usage rows are lost: no room in store, spill file or memory");
    }

    /// Keeps rows that neither store nor spill file takes, as long as there is memory for them.
    fn keep(&self, rows: &[UsageRow], error: &std::io::Error) {
        let mut queue = self.lock();
        let room = self.rows_max.saturating_sub(queue.rows.len()).min(rows.len());
        queue.rows.splice(..0, rows[..room].iter().cloned());
        drop(queue);
        if room < rows.len() {
            self.lose(rows.len() - room, error);
        }
    }
}

struct Run {
    shared: Arc<Shared>,
    store: Box<dyn Store>,
    flush: Duration,
    rest_until: Option<Instant>,
}

impl Run {
    fn run(mut self) {
        loop {
            let closing = self.wait();
            let rows = std::mem::take(&mut self.shared.lock().rows);
            self.write(&rows, closing);
            if self.shared.spill.is_pending() && self.store_is_up(closing) {
                self.replay();
            }
            if closing && self.shared.lock().rows.is_empty() {
                return;
            }
        }
    }

    /// Until the flush interval is over, the queue half full (unless the store has a rest), or the ledger closing.
    fn wait(&self) -> bool {
        let queue = self.shared.lock();
        let rests = self.rest_until.is_some();
        let ready =
            |queue: &mut Queue| !queue.closing && (rests || queue.rows.len() < self.shared.rows_max / 2);
        let (queue, _) = self
            .shared
            .wake
            .wait_timeout_while(queue, self.flush, ready)
            .unwrap_or_else(PoisonError::into_inner);
        queue.closing
    }

    fn store_is_up(&mut self, closing: bool) -> bool {
        let up = self.rest_until.is_none_or(|until| Instant::now() >= until);
        up || closing
    }

    fn write(&mut self, rows: &[UsageRow], closing: bool) {
        for (number, batch) in rows.chunks(BATCH_ROWS).enumerate() {
            if self.store_is_up(closing) {
                match self.add(batch) {
                    Ok(()) => continue,
                    Err(error) => self.rest(&error),
                }
            }
            match self.shared.spill(batch) {
                Ok(()) => {}
                Err(error) if closing => self.shared.lose(batch.len(), &error),
                Err(error) => return self.shared.keep(&rows[number * BATCH_ROWS..], &error),
            }
        }
    }

    fn replay(&mut self) {
        let shared = Arc::clone(&self.shared);
        if let Err(error) = replay(&shared.spill, |rows| self.add(rows)) {
            self.rest(&error);
        }
    }

    fn add(&mut self, rows: &[UsageRow]) -> Result<(), StoreError> {
        self.store.add_usage(rows)?;
        self.rest_until = None;
        self.shared.is_full.store(false, Ordering::Relaxed);
        self.shared.counts.written.fetch_add(rows.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn rest(&mut self, error: &StoreError) {
        if self.rest_until.is_none() {
            let cause = std::error::Error::source(error).map(ToString::to_string);
            tracing::error!(%error, cause, "the store takes no usage rows; they go to the spill file");
        }
        self.rest_until = Some(Instant::now() + STORE_REST);
    }
}

#[cfg(test)]
mod tests;
