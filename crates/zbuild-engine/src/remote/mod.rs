//! A Remote Execution API v2 service behind the local store: what the store lacks is asked for there, and what
//! actions leave here is offered there.
//!
//! Nothing that comes from a service is believed: bytes are digested on the way in by the service's function, and
//! once more by the store's own. A service that is slow, gone, full or wrong costs time and nothing else: each call
//! has a limit, a few failures in a row end its use for the rest of the build, and the user is told once.
//!
//! How a result stands there: the action cache's key is the digest of an `Action` whose command names our key; the
//! result's output files are our record (called `record`) and the bytes that it names, called by their own digest.
//! So the service sees an ordinary result whose files it keeps as long as the result.

mod cache;
mod client;
mod digests;
mod endpoint;
mod execution;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::cancel::Cancel;
use crate::digest::Digest;
use crate::store::{ActionResult, Store};
use client::{Client, Fault};
use execution::Executor;

pub(crate) use execution::{Brought, Ended, Job};

pub use endpoint::{Endpoint, EndpointError};
pub use execution::Execution;

/// Failures in a row after which a service is left alone.
const FAILURES_MAX: u32 = 3;
/// Results that are uploaded at once.
const UPLOADS_MAX: usize = 8;
/// How often waiting for uploads looks whether it was cancelled.
const CANCEL_POLL: Duration = Duration::from_millis(100);

/// How to use a service.
#[derive(Debug, Clone)]
pub struct RemoteOptions {
    /// Where it is.
    pub endpoint: Endpoint,
    /// What is sent as `authorization: Bearer …`.
    pub token: Option<String>,
    /// What is sent besides with every call: names and values, for services that want their keys so.
    pub headers: Vec<(String, String)>,
    /// Certificates (PEM) that its own may be signed by, instead of the system's.
    pub authorities: Option<Vec<u8>>,
    /// Whether only to read.
    pub read_only: bool,
    /// How long a small call may take, and how long a large one may be silent.
    pub patience: Duration,
    /// How the service runs actions; without this it only keeps results.
    pub execution: Option<Execution>,
}

impl RemoteOptions {
    /// Reading and writing, without a token, ten seconds of patience, no execution.
    pub fn new(endpoint: Endpoint) -> Self {
        let patience = Duration::from_secs(10);
        let headers = Vec::new();
        Self {
            endpoint,
            token: None,
            headers,
            authorities: None,
            read_only: false,
            patience,
            execution: None,
        }
    }
}

/// A service. Nothing is connected before something is missing here: a build that has nothing to do stays alone.
pub struct Remote {
    options: RemoteOptions,
    opened: OnceLock<io::Result<Opened>>,
    health: Arc<Health>,
    /// Of its running of actions: a service without workers is still a good cache.
    running: Health,
    /// Whether its machines failed to do what this program does itself.
    no_calls: AtomicBool,
}

/// One of the actions that the service runs at once.
pub(crate) struct Permit<'a> {
    _permit: tokio::sync::SemaphorePermit<'a>,
}

struct Opened {
    runtime: Driver,
    client: Arc<Client>,
    uploads: Mutex<JoinSet<()>>,
    permits: Arc<tokio::sync::Semaphore>,
    /// For actions that run there.
    actions: tokio::sync::Semaphore,
    executor: tokio::sync::OnceCell<Executor>,
}

/// The thread on which connections and uploads go on, also while nobody waits for them; who waits for an answer works
/// on it where he is. Tokio's own pool of threads would be the one thing here for which the program loads the library
/// of mathematics, at each start of each build.
struct Driver {
    handle: Handle,
    /// Ends it by being dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            let _dropped = runtime.block_on(stopped);
        };
        let thread = thread::Builder::new().name("remote".to_owned()).spawn(run)?;
        Ok(Self { handle, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop = None;
        // It panics only where a task's panic was not caught, of which tokio has told.
        let _panicked = self.thread.take().map(JoinHandle::join);
    }
}

/// What a call is.
#[derive(Clone, Copy)]
enum Way {
    Question = 0,
    Upload = 1,
}

/// Whether the service is still used, and what the user should know of it.
struct Health {
    /// Completes "the remote service …" when it is given up.
    used: &'static str,
    /// In a row, of questions and of uploads: those that succeed say nothing of the others.
    failures: [AtomicU32; 2],
    down: AtomicBool,
    /// How many there were, and the last of them.
    last: Mutex<(usize, String)>,
    warnings: Mutex<Vec<String>>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            used: "is not used any more in this build",
            failures: Default::default(),
            down: AtomicBool::default(),
            last: Mutex::default(),
            warnings: Mutex::default(),
        }
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote").field("endpoint", &self.options.endpoint).finish_non_exhaustive()
    }
}

impl Remote {
    /// A service; it is not connected to yet.
    pub fn new(options: RemoteOptions) -> Self {
        let running = Health { used: "runs no more actions of this build", ..Health::default() };
        Self {
            options,
            opened: OnceLock::new(),
            health: Arc::default(),
            running,
            no_calls: AtomicBool::new(false),
        }
    }

    /// The sets of files that actions with this declared key read, as far as the service knows.
    pub(crate) fn sets(&self, declared: &Digest, cancel: &Cancel) -> Vec<Vec<Vec<u8>>> {
        self.ask(cancel, async |client| cache::sets(client, declared).await).unwrap_or_default()
    }

    /// What the action with this key left; its bytes are in `store` then.
    pub(crate) fn result(&self, key: &Digest, store: &Store, cancel: &Cancel) -> Option<ActionResult> {
        self.ask(cancel, async |client| cache::result(client, key, store).await)
    }

    /// Offers what an action left, and what it read; goes on in the background until [`Self::finish`].
    pub(crate) fn offer(
        &self,
        store: &Store,
        declared: &Digest,
        key: &Digest,
        result: &ActionResult,
        discovers: bool,
    ) {
        if self.options.read_only {
            return;
        }
        let Some(opened) = self.opened() else { return };
        // What is not in the store any more cannot be offered.
        let Some(offer) = cache::Offer::new(store, declared, key, result, discovers) else { return };
        let (client, health) = (Arc::clone(&opened.client), Arc::clone(&self.health));
        let permits = Arc::clone(&opened.permits);
        let upload = async move {
            let Ok(_permit) = permits.acquire().await else { return };
            if !health.is_down() {
                health.note(Way::Upload, offer.put(&client).await);
            }
        };
        lock(&opened.uploads).spawn_on(upload, &opened.runtime.handle);
    }

    /// Uploads that are under way.
    pub(crate) fn pending(&self) -> usize {
        self.opened
            .get()
            .and_then(|opened| opened.as_ref().ok())
            .map_or(0, |opened| lock(&opened.uploads).len())
    }

    /// Waits for uploads. Their own limits end it, or the user; what is not there then is uploaded another time.
    pub(crate) fn finish(&self, cancel: &Cancel) -> Vec<String> {
        if let Some(Ok(opened)) = self.opened.get() {
            let mut uploads = std::mem::take(&mut *lock(&opened.uploads));
            opened.runtime.handle.block_on(async {
                while !cancel.is_cancelled() && !self.health.is_down() && !uploads.is_empty() {
                    let _ended = tokio::time::timeout(CANCEL_POLL, uploads.join_next()).await;
                }
            });
        }
        if let Some(executor) = self.opened.get().and_then(|opened| opened.as_ref().ok()?.executor.get()) {
            executor.save();
        }
        let mut warnings = self.health.tell();
        // One that is gone runs nothing either; that is said once.
        let running = self.running.tell();
        if warnings.is_empty() {
            warnings = running;
        }
        warnings
    }

    /// Whether it is to run actions, as far as is known.
    pub(crate) fn executes(&self) -> bool {
        self.options.execution.is_some() && !self.running.is_down() && !self.health.is_down()
    }

    /// How many actions may be under way there.
    pub(crate) fn actions_at_once(&self) -> usize {
        self.options.execution.as_ref().filter(|_| self.executes()).map_or(0, |execution| execution.jobs)
    }

    /// Waits until the service may be given one action more. `None` if it is not to be, or the build is cancelled.
    pub(crate) fn permit(&self, cancel: &Cancel) -> Option<Permit<'_>> {
        let opened = self.opened()?;
        let permit = opened.unless_cancelled(cancel, opened.actions.acquire())?.ok()?;
        Some(Permit { _permit: permit })
    }

    /// Runs an action there. `None` if the service failed or the build is cancelled.
    pub(crate) fn run(&self, job: &Job<'_>, cancel: &Cancel) -> Option<Ended> {
        let (opened, execution) = (self.opened()?, self.options.execution.clone()?);
        if self.running.is_down() {
            return None;
        }
        let run = async {
            let new = || Executor::new(Arc::clone(&opened.client), execution);
            opened.executor.get_or_try_init(new).await?.run(job).await.map(Some)
        };
        let ran = opened.unless_cancelled(cancel, run);
        if let Some(executor) = opened.executor.get().filter(|_| !matches!(ran, Some(Ok(_)))) {
            opened.runtime.handle.block_on(executor.cancel_abandoned());
        }
        self.running.note(Way::Question, ran?)
    }

    /// An action that failed there succeeded here: a worker that is not fit for it, or one that lies.
    pub(crate) fn contradicted(&self, told: &str) {
        // Each is told by its action; here they are only counted.
        if self.running.failures[Way::Upload as usize].fetch_add(1, Ordering::Relaxed) + 1 >= FAILURES_MAX {
            let why = "what fails there does not fail here, the last time with";
            self.running.give_up(format!("the remote service {}: {why} {told}", self.running.used));
        }
    }

    /// A call failed there and succeeded here: its machines may lack what this program needs of a system, which says
    /// nothing of other actions.
    pub(crate) fn no_more_calls(&self) {
        self.no_calls.store(true, Ordering::Relaxed);
    }

    /// Whether calls may be tried there.
    pub(crate) fn calls(&self) -> bool {
        !self.no_calls.load(Ordering::Relaxed)
    }

    /// Asks something, if the service is in use; what it says to it, if it is of use and the build still goes on.
    fn ask<T>(
        &self,
        cancel: &Cancel,
        question: impl AsyncFnOnce(&Client) -> Result<Option<T>, Fault>,
    ) -> Option<T> {
        let opened = self.opened()?;
        let answer = opened.unless_cancelled(cancel, question(&opened.client))?;
        self.health.note(Way::Question, answer)
    }

    fn opened(&self) -> Option<&Opened> {
        if self.health.is_down() {
            return None;
        }
        match self.opened.get_or_init(|| Opened::new(&self.options)) {
            Ok(opened) => Some(opened),
            Err(error) => {
                self.health.give_up(format!("cannot use {}: {error}", self.options.endpoint));
                None
            }
        }
    }
}

impl Opened {
    fn new(options: &RemoteOptions) -> io::Result<Self> {
        let runtime = Driver::start()?;
        let client = {
            let _inside = runtime.handle.enter();
            Arc::new(Client::new(options)?)
        };
        let permits = Arc::new(tokio::sync::Semaphore::new(UPLOADS_MAX));
        let jobs = options.execution.as_ref().map_or(0, |execution| execution.jobs);
        Ok(Self {
            runtime,
            client,
            uploads: Mutex::default(),
            permits,
            actions: tokio::sync::Semaphore::new(jobs.min(tokio::sync::Semaphore::MAX_PERMITS)),
            executor: tokio::sync::OnceCell::new(),
        })
    }

    /// Waits for something as long as the build is not cancelled.
    fn unless_cancelled<T>(&self, cancel: &Cancel, work: impl Future<Output = T>) -> Option<T> {
        self.runtime.handle.block_on(async {
            let mut work = std::pin::pin!(work);
            loop {
                match tokio::time::timeout(CANCEL_POLL, &mut work).await {
                    Ok(done) => return Some(done),
                    Err(_) if cancel.is_cancelled() => return None,
                    Err(_) => {}
                }
            }
        })
    }
}

impl Health {
    fn is_down(&self) -> bool {
        self.down.load(Ordering::Relaxed)
    }

    /// Takes note of how a call went. That something is not there is an answer.
    fn note<T>(&self, way: Way, result: Result<Option<T>, Fault>) -> Option<T> {
        let failures = &self.failures[way as usize];
        match result {
            Ok(answer) => {
                failures.store(0, Ordering::Relaxed);
                answer
            }
            Err(fault) => {
                let failures = failures.fetch_add(1, Ordering::Relaxed) + 1;
                {
                    let mut last = lock(&self.last);
                    *last = (last.0 + 1, fault.to_string());
                }
                if fault.is_final() || failures >= FAILURES_MAX {
                    self.give_up(format!("the remote service {}: {fault}", self.used));
                }
                None
            }
        }
    }

    /// What the user should know, once.
    fn tell(&self) -> Vec<String> {
        let mut warnings = std::mem::take(&mut *lock(&self.warnings));
        let (failures, last) = std::mem::take(&mut *lock(&self.last));
        if failures > 0 && warnings.is_empty() {
            warnings.push(format!("the remote service failed {failures} times; the last time: {last}"));
        }
        warnings
    }

    fn give_up(&self, why: String) {
        if !self.down.swap(true, Ordering::Relaxed) {
            lock(&self.warnings).push(why);
        }
    }
}

/// What the mutexes here guard is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
