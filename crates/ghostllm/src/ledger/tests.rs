//! No row is lost: full queues, failing stores, torn spill files, shutdown.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Ledger, Outcome, Spill, UsageRow};
use crate::clock::Moment;
use crate::money::Dollars;
use crate::store::{Change, Directory, Spending, Sqlite, Store, StoreError, UsageQuery};

/// A store whose usage table can be made to fail.
struct Failing {
    inner: Sqlite,
    down: Arc<AtomicBool>,
}

impl Store for Failing {
    fn epoch(&mut self) -> Result<u64, StoreError> {
        self.inner.epoch()
    }

    fn directory(&mut self) -> Result<Directory, StoreError> {
        self.inner.directory()
    }

    fn change(&mut self, change: &Change) -> Result<u64, StoreError> {
        self.inner.change(change)
    }

    fn add_usage(&mut self, rows: &[UsageRow]) -> Result<(), StoreError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(StoreError::Corrupt { what: "test" });
        }
        self.inner.add_usage(rows)
    }

    fn usage(&mut self, query: &UsageQuery) -> Result<Vec<UsageRow>, StoreError> {
        self.inner.usage(query)
    }

    fn spending(&mut self, at: Moment) -> Result<Vec<Spending>, StoreError> {
        self.inner.spending(at)
    }

    fn prune_usage(&mut self, before: Moment) -> Result<usize, StoreError> {
        self.inner.prune_usage(before)
    }
}

fn row(number: usize) -> UsageRow {
    UsageRow {
        request_id: format!("req_{number:08}").into(),
        time: Moment::from_unix_ms(1_800_000_000_000),
        key_id: "key_1".into(),
        team: None,
        model: "m".into(),
        fallback: None,
        provider: "p".into(),
        upstream_model: "u".into(),
        path: "/".into(),
        status: 200,
        outcome: Outcome::Complete,
        stream: false,
        prompt_tokens: 1,
        completion_tokens: 1,
        cached_tokens: 0,
        cache_write_tokens: 0,
        reasoning_tokens: 0,
        estimated: false,
        cost: Dollars::from_nano(1),
        attempts: 1,
        latency_ms: 0,
        first_byte_ms: 0,
        cache_hit: false,
        unpriced: false,
    }
}

struct Bench {
    folder: tempfile::TempDir,
    down: Arc<AtomicBool>,
}

impl Bench {
    fn new(down: bool) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), down: Arc::new(AtomicBool::new(down)) }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("g.db")
    }

    fn start(&self, rows_max: usize, flush: Duration) -> (Ledger, super::Writer) {
        let store = Failing { inner: Sqlite::open(&self.path()).unwrap(), down: Arc::clone(&self.down) };
        Ledger::start(Box::new(store), Spill::beside(&self.path()), rows_max, flush).unwrap()
    }
}

fn stored(path: &Path) -> usize {
    let query = UsageQuery { key_id: None, model: None, since: None, limit: u32::MAX };
    Sqlite::open(path).unwrap().usage(&query).unwrap().len()
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn closing_writes_everything() {
    let bench = Bench::new(false);
    let (ledger, writer) = bench.start(100_000, Duration::from_mins(1));
    for number in 0..2500 {
        ledger.record(row(number));
    }
    writer.close();
    assert_eq!(stored(&bench.path()), 2500);
}

#[test]
fn rows_are_written_within_the_flush_interval() {
    let bench = Bench::new(false);
    let (ledger, writer) = bench.start(100, Duration::from_millis(20));
    ledger.record(row(1));
    eventually("the row is in the store", || stored(&bench.path()) == 1);
    writer.close();
}

#[test]
fn what_does_not_fit_is_spilled_and_counted_once() {
    let bench = Bench::new(false);
    let (ledger, writer) = bench.start(4, Duration::from_millis(5));
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || (0..500).for_each(|n| ledger.record(row(thread * 500 + n))));
        }
    });
    assert!(ledger.counts().spilled.load(Ordering::Relaxed) > 0, "the queue was never full");
    writer.close();
    assert_eq!(stored(&bench.path()), 2000);
    assert!(!Spill::beside(&bench.path()).is_pending());
}

#[test]
fn rows_outlive_a_store_that_is_down() {
    let bench = Bench::new(true);
    let (ledger, writer) = bench.start(100, Duration::from_millis(5));
    (0..50).for_each(|n| ledger.record(row(n)));
    let spilled = || ledger.counts().spilled.load(Ordering::Relaxed);
    eventually("the rows are in the spill file", || spilled() == 50);
    assert_eq!(stored(&bench.path()), 0);
    bench.down.store(false, Ordering::SeqCst);
    eventually("the rows are in the store", || stored(&bench.path()) == 50);
    eventually("the spill file is gone", || !Spill::beside(&bench.path()).is_pending());
    writer.close();
}

/// A full disk: as long as there is memory, what was used is known.
#[test]
fn rows_wait_where_neither_store_nor_spill_file_takes_them() {
    let bench = Bench::new(true);
    let store = Failing { inner: Sqlite::open(&bench.path()).unwrap(), down: Arc::clone(&bench.down) };
    let nowhere = Spill::beside(&bench.folder.path().join("gone").join("g.db"));
    let (ledger, writer) = Ledger::start(Box::new(store), nowhere, 100, Duration::from_millis(5)).unwrap();
    let lost = || usize::try_from(ledger.counts().lost.load(Ordering::Relaxed)).unwrap();
    (0..50).for_each(|n| ledger.record(row(n)));
    std::thread::sleep(Duration::from_millis(100));
    eventually("the rows wait", || ledger.queued() == 50 && !ledger.has_room());
    assert_eq!((lost(), stored(&bench.path())), (0, 0));
    (50..200).for_each(|n| ledger.record(row(n)));
    bench.down.store(false, Ordering::SeqCst);
    eventually("every row is stored, or known to be lost", || stored(&bench.path()) + lost() == 200);
    assert!(stored(&bench.path()) >= 100 && ledger.has_room(), "{}", lost());
    writer.close();
}

#[test]
fn rows_outlive_a_process_whose_store_was_down_to_the_end() {
    let bench = Bench::new(true);
    let (ledger, writer) = bench.start(100, Duration::from_millis(5));
    (0..50).for_each(|n| ledger.record(row(n)));
    writer.close();
    assert_eq!(stored(&bench.path()), 0);
    // A power cut in the middle of a line.
    let spill = bench.folder.path().join("g.db.spill");
    #[cfg(unix)]
    for entry in std::fs::read_dir(bench.folder.path()).unwrap().map(Result::unwrap) {
        let mode = std::os::unix::fs::PermissionsExt::mode(&entry.metadata().unwrap().permissions());
        assert_eq!(mode & 0o77, 0, "{} is for others, too", entry.path().display());
    }
    let mut text = std::fs::read_to_string(&spill)
        .or_else(|_| std::fs::read_to_string(bench.folder.path().join("g.db.spill-replay")))
        .unwrap();
    text.push_str("{\"request_id\":\"req_torn");
    let _ = std::fs::remove_file(bench.folder.path().join("g.db.spill-replay"));
    std::fs::write(&spill, text).unwrap();
    bench.down.store(false, Ordering::SeqCst);
    let (_ledger, writer) = bench.start(100, Duration::from_millis(5));
    writer.close();
    assert_eq!(stored(&bench.path()), 50);
}
