//! The one thread that writes keys and configuration: it owns the store's keys and teams, watches both the store
//! and the configuration file for changes of others, and publishes snapshots.
//!
//! Holds: a configuration that cannot be used changes nothing and is reported once; a store that does not answer
//! changes nothing either, and requests go on with what is known.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use crate::catalog::{Catalog, Registry, build};
use crate::clock::{self, Period};
use crate::config::{self, Config, Environment};
use crate::gateway::Gateway;
use crate::keys::{KeyRecord, Origin, TeamRecord};
use crate::ledger::UsageRow;
use crate::money::Dollars;
use crate::snapshot::Snapshot;
use crate::store::{Change, Directory, Spending, Store, StoreError, SubjectKind, UsageQuery};

/// How often the store and the configuration file are looked at. A change must be known within a second.
const LOOK: Duration = Duration::from_millis(200);
/// How often old usage rows are deleted.
const PRUNE: Duration = Duration::from_mins(10);

/// Asks the keeper.
#[derive(Clone)]
pub(crate) struct Keeper {
    requests: Sender<Request>,
}

/// The keeper's thread.
pub(crate) struct KeeperThread {
    requests: Sender<Request>,
    thread: JoinHandle<()>,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) file: Option<PathBuf>,
    pub(crate) environment: Environment,
}

type Reply<T> = tokio::sync::oneshot::Sender<Result<T, StoreError>>;

enum Request {
    Change(Box<Change>, Reply<u64>),
    Directory(Reply<Directory>),
    Usage(UsageQuery, Reply<Vec<UsageRow>>),
    Spending(Reply<Vec<Spending>>),
    Stop,
}

/// What the keeper works with.
pub(crate) struct State {
    pub(crate) store: Box<dyn Store>,
    pub(crate) registry: Registry,
    pub(crate) config: Config,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) source: Source,
    pub(crate) epoch: u64,
}

impl State {
    /// Makes `config` ready, and puts its keys and teams into the store.
    pub(crate) fn begin(
        mut store: Box<dyn Store>,
        config: Config,
        source: Source,
    ) -> Result<(Self, Directory), BeginError> {
        let registry = Registry::default();
        let catalog = Arc::new(build(&config, &source.environment, &registry)?);
        store.change(&sync(&config))?;
        restore(&store.spending(clock::now())?, &catalog, &registry);
        let directory = store.directory()?;
        warn_of_revoked(&directory);
        let epoch = directory.epoch;
        Ok((Self { store, registry, config, catalog, source, epoch }, directory))
    }

    /// The snapshot of a directory.
    pub(crate) fn snapshot(&self, directory: &Directory) -> Snapshot {
        let server = Arc::new(self.config.server.clone());
        Snapshot::new(directory, server, Arc::clone(&self.catalog), &self.registry)
    }
}

/// Tells the meters what was spent before. Spending of models is kept under the names that clients use, and all that
/// one configured name stands for is its own.
fn restore(spending: &[Spending], catalog: &Catalog, registry: &Registry) {
    let mut sums: HashMap<(SubjectKind, Arc<str>, Period), Dollars> = HashMap::new();
    for Spending { subject, period, amount } in spending {
        let configured = || catalog.find(&subject.id).map(|found| Arc::clone(&found.model.name));
        let is_model = subject.kind == SubjectKind::Model;
        let id = is_model.then(configured).flatten().unwrap_or_else(|| subject.id.as_str().into());
        let sum = sums.entry((subject.kind, id, *period)).or_default();
        *sum = sum.plus(*amount);
    }
    for ((kind, id, period), amount) in sums {
        registry.meter(kind, &id).restore(period, amount);
    }
}

/// Why a gateway cannot begin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginError {
    #[error(transparent)]
    Catalog(#[from] crate::catalog::CatalogError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Starts the keeper.
pub(crate) fn start(state: State, gateway: Arc<Gateway>) -> std::io::Result<(Keeper, KeeperThread)> {
    let (requests, receiver) = channel();
    let seen = state.source.file.as_deref().and_then(stamp);
    let text = state.source.file.as_deref().and_then(|file| std::fs::read(file).ok());
    let is_ended = text.is_some_and(|text| text.ends_with(b"\n"));
    let (unsettled, pruned) = (None, Instant::now());
    let run = Run { state, gateway, seen, unsettled, is_ended, store_fails: false, pruned };
    let thread = std::thread::Builder::new().name("keeper".to_owned()).spawn(move || run.run(&receiver))?;
    Ok((Keeper { requests: requests.clone() }, KeeperThread { requests, thread }))
}

impl Keeper {
    /// Makes a change and publishes it before it says so.
    pub(crate) async fn change(&self, change: Change) -> Result<u64, StoreError> {
        self.ask(|reply| Request::Change(Box::new(change), reply)).await
    }

    pub(crate) async fn directory(&self) -> Result<Directory, StoreError> {
        self.ask(Request::Directory).await
    }

    pub(crate) async fn usage(&self, query: UsageQuery) -> Result<Vec<UsageRow>, StoreError> {
        self.ask(|reply| Request::Usage(query, reply)).await
    }

    pub(crate) async fn spending(&self) -> Result<Vec<Spending>, StoreError> {
        self.ask(Request::Spending).await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, StoreError> {
        let (reply, answer) = tokio::sync::oneshot::channel();
        // A keeper that is gone drops the reply, and the answer says so.
        let _ = self.requests.send(request(reply));
        answer.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl KeeperThread {
    pub(crate) fn stop(self) {
        let _ = self.requests.send(Request::Stop);
        if self.thread.join().is_err() {
            tracing::error!("the keeper's thread had failed");
        }
    }
}

struct Run {
    state: State,
    gateway: Arc<Gateway>,
    seen: Option<Stamp>,
    /// The file as it was at the last look, if that is not what was read: it may still be being written.
    unsettled: Option<Look>,
    /// What was read of the file ended with the end of a line.
    is_ended: bool,
    store_fails: bool,
    pruned: Instant,
}

/// What a file looks like from outside.
type Stamp = (SystemTime, u64);

/// What was seen of a file that may not be there.
#[derive(Clone, Copy, PartialEq)]
struct Look(Option<Stamp>);

fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

impl Run {
    fn run(mut self, requests: &Receiver<Request>) {
        let mut look = Instant::now() + LOOK;
        loop {
            match requests.recv_timeout(look.saturating_duration_since(Instant::now())) {
                Ok(Request::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(request) => self.serve(request),
                Err(RecvTimeoutError::Timeout) => {}
            }
            // However many requests there are.
            if look <= Instant::now() {
                self.look_at_file();
                self.look_at_store();
                self.prune();
                look = Instant::now() + LOOK;
            }
        }
    }

    fn serve(&mut self, request: Request) {
        // Who asked may have gone; then nobody wants the answer.
        match request {
            Request::Change(change, reply) => {
                let changed = self.state.store.change(&change);
                if changed.is_ok() {
                    self.look_at_store();
                }
                let _ = reply.send(changed);
            }
            Request::Directory(reply) => drop(reply.send(self.state.store.directory())),
            Request::Usage(query, reply) => drop(reply.send(self.state.store.usage(&query))),
            Request::Spending(reply) => drop(reply.send(self.state.store.spending(clock::now()))),
            Request::Stop => {}
        }
    }

    fn look_at_store(&mut self) {
        match self.state.store.epoch() {
            Ok(epoch) if epoch == self.state.epoch => self.store_fails = false,
            Ok(_) => self.publish(),
            Err(error) => self.store_failed(&error),
        }
    }

    fn publish(&mut self) {
        match self.state.store.directory() {
            Ok(directory) => {
                self.state.epoch = directory.epoch;
                self.store_fails = false;
                self.gateway.board.publish(self.state.snapshot(&directory));
            }
            Err(error) => self.store_failed(&error),
        }
    }

    fn store_failed(&mut self, error: &StoreError) {
        if !std::mem::replace(&mut self.store_fails, true) {
            let cause = std::error::Error::source(error).map(ToString::to_string);
            tracing::error!(%error, cause, "the store cannot be read; keys stay as they are known");
        }
    }

    fn look_at_file(&mut self) {
        let Some(file) = self.state.source.file.clone() else { return };
        let now = stamp(&file);
        // Many write a file piece by piece: it is read when it rests.
        if now == self.seen || self.unsettled.replace(Look(now)) != Some(Look(now)) {
            return;
        }
        (self.seen, self.unsettled) = (now, None);
        match self.reload(&file) {
            Ok(()) => {
                self.gateway.metrics.reloads.fetch_add(1, Ordering::Relaxed);
                tracing::info!(file = %file.display(), "the configuration was read again");
            }
            Err(problem) => {
                self.gateway.metrics.failed_reloads.fetch_add(1, Ordering::Relaxed);
                tracing::error!(file = %file.display(), "the configuration is not taken over, the old one stays: {problem}");
            }
        }
    }

    fn reload(&mut self, file: &Path) -> Result<(), String> {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        let shown = file.display().to_string();
        let mut config =
            config::read(&text, &shown, &self.state.source.environment).map_err(|error| error.to_string())?;
        if let Some(problem) = config::torn(&text, &config, &self.state.config, self.is_ended) {
            return Err(problem.to_owned());
        }
        config.resolve_paths(file);
        let catalog = build(&config, &self.state.source.environment, &self.state.registry)
            .map_err(|error| error.to_string())?;
        self.state.store.change(&sync(&config)).map_err(|error| error.to_string())?;
        for key in config.needs_restart(&self.state.config) {
            tracing::warn!("`{key}` changes only when ghostllm starts again");
        }
        self.is_ended = text.ends_with('\n');
        self.state.config = config;
        self.state.catalog = Arc::new(catalog);
        self.publish();
        Ok(())
    }

    fn prune(&mut self) {
        let days = self.state.config.store.keep_days;
        if days == 0 || self.pruned.elapsed() < PRUNE {
            return;
        }
        let before = clock::now().plus_seconds(-86_400 * i64::from(days));
        match self.state.store.prune_usage(before) {
            // There is more; the next look goes on.
            Ok(deleted) if deleted > 0 => {}
            Ok(_) => self.pruned = Instant::now(),
            Err(error) => self.store_failed(&error),
        }
    }
}

fn sync(config: &Config) -> Change {
    let now = clock::now();
    let team = |team: &config::Team| TeamRecord {
        name: team.name.clone(),
        origin: Origin::Config,
        created: now,
        limits: team.limits.clone(),
    };
    Change::SyncConfig {
        keys: config.keys.iter().map(|key| KeyRecord::of_config(key, now)).collect(),
        teams: config.teams.iter().map(team).collect(),
    }
}

fn warn_of_revoked(directory: &Directory) {
    let revoked = |key: &&KeyRecord| key.origin == Origin::Config && key.revoked.is_some();
    for key in directory.keys.iter().filter(revoked) {
        tracing::warn!(key = %key.id, name = %key.name, "a key of the configuration is revoked and does not work");
    }
}
