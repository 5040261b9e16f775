//! Functions of the caller as actions: work in this process, under the same keys, cache and schedule.

use std::cell::Cell;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cancel::Cancel;
use crate::jobs::Jobs;
use crate::turns::Turn;

/// A function that an action runs. Its identity for the action key is `name` and `material`: change one of them
/// whenever the function would give other outputs for the same inputs.
#[derive(Clone)]
pub struct Call {
    pub(crate) name: String,
    pub(crate) material: Vec<u8>,
    pub(crate) function: Arc<Function>,
}

type Function = dyn Fn(&CallContext<'_>) -> Result<CallOutput, String> + Send + Sync;

/// What a function is given.
pub struct CallContext<'a> {
    /// The workspace root, which the graph's paths are relative to.
    pub root: &'a Path,
    /// To be asked now and then by a function that takes long.
    pub cancel: &'a Cancel,
    pub(crate) jobs: &'a Jobs,
    pub(crate) turn: Cell<Option<Turn<'a>>>,
    pub(crate) waits: &'a dyn Fn(Option<String>),
}

/// What a function gives back when its outputs are written.
#[derive(Debug, Default)]
pub struct CallOutput {
    /// Text for the user, shown again on a cache hit.
    pub message: Vec<u8>,
    /// Files that it read beyond the declared inputs, as a depfile would list them.
    pub discovered: Vec<PathBuf>,
    /// Those of them that it writes itself where they are not right, such as a lock file: that one changed while
    /// the function ran is no reason to run again.
    pub maintained: Vec<PathBuf>,
    /// Names of the caller's variables whose values decided something: another value makes the action dirty.
    /// Only digests of values are kept.
    pub variables: Vec<OsString>,
    /// Folders whose names decided something, whatever the files in them hold.
    pub names: Vec<PathBuf>,
    /// Not everything that decided something can be told: the action runs again next time, and what it left is not
    /// kept for others.
    pub unknown: bool,
}

impl Call {
    /// A call of `function`. The text of its error is shown to the user as the action's failure.
    pub fn new(
        name: impl Into<String>,
        material: impl Into<Vec<u8>>,
        function: impl Fn(&CallContext<'_>) -> Result<CallOutput, String> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), material: material.into(), function: Arc::new(function) }
    }
}

impl CallContext<'_> {
    /// Lets a process that the function starts take part in the build's jobserver.
    pub fn share_jobs(&self, command: &mut std::process::Command) {
        self.jobs.configure(command);
    }

    /// Lets the next of those that run [in turn](crate::Action::turn) with this one begin.
    pub fn end_turn(&self) {
        drop(self.turn.take());
    }

    /// Says that the function waits for what another process holds, for people who wonder; with `None` that it goes
    /// on.
    pub fn waits(&self, what: Option<String>) {
        (self.waits)(what);
    }

    /// The jobserver itself, for a function that hands the starting of processes on.
    pub fn jobs(&self) -> &Jobs {
        self.jobs
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("name", &self.name).finish_non_exhaustive()
    }
}
