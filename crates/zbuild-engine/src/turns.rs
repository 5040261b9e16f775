//! Actions that take turns: tools that lock one place, so that a second would hold a token and only wait.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::cancel::Cancel;

/// How long a wait for a turn goes on before it asks whether the build was cancelled.
const CANCEL_POLL: Duration = Duration::from_millis(50);

/// The turns of a build.
#[derive(Default)]
pub(crate) struct Turns {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    taken: HashSet<String>,
    waiting: usize,
}

/// The right to run now. Dropping it lets the next one.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    name: &'a str,
}

impl Turns {
    /// Waits until nobody has the turn of this name. `None` if the build is cancelled first.
    pub(crate) fn take<'a>(&'a self, name: &'a str, cancel: &Cancel) -> Option<Turn<'a>> {
        let mut state = self.state();
        state.waiting += 1;
        let free = loop {
            if !state.taken.contains(name) {
                break true;
            }
            if cancel.is_cancelled() {
                break false;
            }
            let waited = self.ended.wait_timeout(state, CANCEL_POLL);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        };
        state.waiting -= 1;
        free.then(|| {
            state.taken.insert(name.to_owned());
            Turn { turns: self, name }
        })
    }

    /// How many wait: they are started, and use nothing.
    pub(crate) fn waiting(&self) -> usize {
        self.state().waiting
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.state().taken.remove(self.name);
        self.turns.ended.notify_all();
    }
}
