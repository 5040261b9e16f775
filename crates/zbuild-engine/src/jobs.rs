//! One limit on everything that runs at once: the jobserver protocol of GNU make, which cargo, rustc and make
//! speak too.
//!
//! This process owns one token from the start; each further action takes one from the pipe. Tokens that nobody
//! here waits for go back at once, so that children and siblings get them.

use std::cell::Cell;
use std::io;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use jobserver::{Acquired, Client, HelperThread};

use crate::cancel::Cancel;

/// How long a wait for a token goes on before it asks whether the build was cancelled.
const CANCEL_POLL: Duration = Duration::from_millis(50);

/// How many actions run at once.
#[derive(Debug, Clone)]
pub struct Jobs {
    /// `None`: as many as there are processors.
    limit: Option<usize>,
    /// Made when something runs: a build of nothing does without.
    made: Arc<OnceLock<(usize, Client)>>,
}

impl Jobs {
    /// At most `limit` at once, children of children included; as many as there are processors for `None`.
    pub fn new(limit: impl Into<Option<usize>>) -> Self {
        Self { limit: limit.into(), made: Arc::default() }
    }

    /// The jobserver that the calling process was given by `make` or `cargo`, if there is one; at most `limit`
    /// of its tokens are used. Call it first thing in `main`, before files are opened.
    pub fn inherited(limit: impl Into<Option<usize>>) -> Option<Self> {
        #[expect(unsafe_code, reason = "the protocol passes file descriptors by number")]
        // SAFETY: called before this process opened files, so the numbers in the variables are those of the
        // pipe that the parent passed; the library checks that they are a pipe.
        let client = unsafe { Client::from_env_ext(true) }.client.ok()?;
        let jobs = Self::new(limit);
        let _first = jobs.made.set((jobs.limit(), client));
        Some(jobs)
    }

    /// How many actions run at once at most.
    pub fn limit(&self) -> usize {
        match (self.made.get(), self.limit) {
            (Some(&(limit, _)), _) => limit,
            (None, Some(limit)) => limit.max(1),
            (None, None) => thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Makes `command` a client of this jobserver.
    pub fn configure(&self, command: &mut Command) {
        // The build's own tokens are made first, and an error with them.
        if let Ok(client) = self.client() {
            client.configure_make(command);
        }
    }

    fn client(&self) -> io::Result<&Client> {
        if let Some((_, client)) = self.made.get() {
            return Ok(client);
        }
        let limit = self.limit();
        let made = (limit, Client::new(limit - 1)?);
        Ok(&self.made.get_or_init(|| made).1)
    }
}

/// The tokens that this process holds while it builds.
pub(crate) struct Tokens {
    shared: Arc<Shared>,
    client: Client,
    helper: HelperThread,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// The token that every process has from the start is free.
    own_free: bool,
    /// Tokens from the pipe that nobody uses yet.
    spare: Vec<Acquired>,
    waiting: usize,
    /// Tokens asked for that have not come yet. Who waits may be served by a token that another asked for, so this
    /// is kept for all together.
    requested: usize,
    /// The pipe broke: go on with the one token, and with none asked for.
    failed: bool,
}

impl Default for State {
    fn default() -> Self {
        Self { own_free: true, spare: Vec::new(), waiting: 0, requested: 0, failed: false }
    }
}

/// The right to run one process. Dropping it gives it back.
pub(crate) struct Token<'a> {
    shared: &'a Shared,
    /// `None` for the process's own.
    acquired: Option<Acquired>,
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tokens {
    pub(crate) fn new(jobs: &Jobs) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let client = jobs.client()?.clone();
        let helper = client.clone().into_helper_thread(move |token| {
            let mut state = theirs.state();
            state.requested -= 1;
            match token {
                // Whoever asked may have been served by a token given back meanwhile.
                Ok(token) if state.waiting > state.spare.len() => state.spare.push(token),
                Ok(_) => {}
                Err(_) => state.failed = true,
            }
            theirs.changed.notify_one();
        })?;
        Ok(Self { shared, client, helper })
    }

    /// Waits for a token. `None` if the build is cancelled first.
    pub(crate) fn acquire(&self, cancel: &Cancel) -> Option<Token<'_>> {
        self.acquire_unless(&|| cancel.is_cancelled())
    }

    /// Tokens that are free now and that nobody waits for, so many at most.
    pub(crate) fn free(&self, most: usize) -> Vec<Token<'_>> {
        let waiting = self.shared.state().waiting;
        let free = self.client.available().unwrap_or(0).saturating_sub(waiting).min(most);
        // Another process may be faster: who has waited once goes without.
        let one = |_| {
            let waited = Cell::new(false);
            self.acquire_unless(&|| waited.replace(true))
        };
        (0..free).map_while(one).collect()
    }

    /// Waits for a token until it is told, each time before it waits on, that it is in vain.
    fn acquire_unless(&self, in_vain: &dyn Fn() -> bool) -> Option<Token<'_>> {
        let shared = &*self.shared;
        let mut state = shared.state();
        loop {
            if state.own_free {
                state.own_free = false;
                let needed = state.waiting;
                state.spare.truncate(needed);
                return Some(Token { shared, acquired: None });
            }
            if let Some(acquired) = state.spare.pop() {
                return Some(Token { shared, acquired: Some(acquired) });
            }
            if in_vain() {
                return None;
            }
            state.waiting += 1;
            if state.requested + state.spare.len() < state.waiting && !state.failed {
                state.requested += 1;
                self.helper.request_token();
            }
            let waited = shared.changed.wait_timeout(state, CANCEL_POLL);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }
}

impl Drop for Token<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        match self.acquired.take() {
            None => state.own_free = true,
            Some(token) if state.waiting > state.spare.len() => state.spare.push(token),
            Some(token) => drop(token),
        }
        self.shared.changed.notify_one();
    }
}
