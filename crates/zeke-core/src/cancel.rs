//! One switch that ends everything that runs for the user: programs and answers of models.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The switch. Clones are the same switch.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    is_set: AtomicBool,
    groups: Mutex<BTreeSet<u32>>,
    changed: Notify,
}

impl Cancel {
    /// A switch that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends what runs and lets nothing further start. May be called from a signal's thread.
    pub fn set(&self) {
        let groups = self.groups();
        self.0.is_set.store(true, Ordering::SeqCst);
        for group in groups.iter() {
            end_group(*group);
        }
        self.0.changed.notify_waiters();
    }

    /// Lets things start again: for a conversation that goes on after an answer was broken off.
    pub fn clear(&self) {
        self.0.is_set.store(false, Ordering::SeqCst);
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.is_set.load(Ordering::SeqCst)
    }

    /// Waits until it is set.
    pub async fn wait(&self) {
        let changed = self.0.changed.notified();
        let mut changed = std::pin::pin!(changed);
        // Enabled before the look, so that a call of `set` in between is not missed.
        changed.as_mut().enable();
        if !self.is_set() {
            changed.await;
        }
    }

    /// Starts a child under the lock, so that none starts after [`Self::set`] without being seen by it.
    pub(crate) fn start<T, E>(&self, spawn: impl FnOnce() -> Result<(T, u32), E>) -> Result<Option<T>, E> {
        let mut groups = self.groups();
        if self.is_set() {
            return Ok(None);
        }
        let (child, group) = spawn()?;
        groups.insert(group);
        Ok(Some(child))
    }

    /// Ends a group and forgets it.
    pub(crate) fn end(&self, group: u32) {
        if self.groups().remove(&group) {
            end_group(group);
        }
    }

    fn groups(&self) -> MutexGuard<'_, BTreeSet<u32>> {
        self.0.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills a process group. What runs in it is compilers and generated programs, in folders that
/// are thrown away: nothing of theirs is worth waiting for. That it has gone already is no error.
#[cfg(unix)]
fn end_group(group: u32) {
    let Some(pid) = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw) else { return };
    let _gone = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
}

/// Without process groups the console hands Ctrl-C to the children itself.
#[cfg(not(unix))]
fn end_group(_group: u32) {}
