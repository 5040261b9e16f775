//! What an action needs to run on another machine. Nothing here is part of an action key: where an action runs
//! must not change what it makes, and whoever declares this answers for that.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::action::Command;
use crate::call::CallOutput;

/// How an action runs on a machine that has nothing of this one: in an empty folder with its declared inputs at
/// their places below the workspace root, with tools that are brought along, and with the variables that are set
/// (those that are passed on stay here).
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "remote"),
    allow(dead_code, reason = "declared by those who do not know of the feature")
)]
pub struct Elsewhere {
    pub(crate) command: Command,
    pub(crate) tools: Vec<Tool>,
    pub(crate) reads: Vec<PathBuf>,
    pub(crate) leaves_out: fn(&Path) -> bool,
    pub(crate) report: Option<Report>,
}

/// A file that says what a call there told and read, and how it is read: the reason if it cannot count.
#[derive(Clone)]
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "see above"))]
pub(crate) struct Report {
    pub(crate) path: String,
    pub(crate) read: Arc<Reader>,
}

type Reader = dyn Fn(&[u8]) -> Result<CallOutput, String> + Send + Sync;

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Finds out how an action runs on another machine; the reason if it cannot.
#[derive(Clone)]
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "see above"))]
pub(crate) struct Ask(pub(crate) Arc<dyn Fn() -> Result<Elsewhere, String> + Send + Sync>);

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask")
    }
}

/// A file or folder of this machine at a place below the root there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "see above"))]
pub(crate) struct Tool {
    pub(crate) place: PathBuf,
    pub(crate) from: PathBuf,
}

/// Where an action may run.
#[derive(Debug, Clone, Default)]
#[cfg_attr(not(feature = "remote"), allow(dead_code, reason = "see above"))]
pub(crate) enum Place {
    /// Here; it is no process, or nobody thought about it.
    #[default]
    Here,
    /// Here, for a reason that people are told.
    HereFor(&'static str),
    /// Also on another machine.
    Anywhere(Box<Elsewhere>),
    /// Perhaps; that is found out when it is about to run.
    Asked(Ask),
}

impl Elsewhere {
    /// The command line there. Its paths are relative to the root, where it runs.
    pub fn new(command: Command) -> Self {
        Self { command, tools: Vec::new(), reads: Vec::new(), leaves_out: |_| false, report: None }
    }

    /// Brings a file or folder of this machine along, which then stands at `place` below the root. It is known by
    /// an action's toolchains that it does not change under one key.
    #[must_use]
    pub fn tool(mut self, place: impl Into<PathBuf>, from: impl Into<PathBuf>) -> Self {
        self.tools.push(Tool { place: place.into(), from: from.into() });
        self
    }

    /// A file or folder that it may read beyond its declared inputs, for an action whose depfile tells what it
    /// did read. What other actions make is left out.
    #[must_use]
    pub fn reads(mut self, path: impl Into<PathBuf>) -> Self {
        self.reads.push(path.into());
        self
    }

    /// Names a file that the command leaves there for an action that is a call here: what it told and read, which
    /// `read` makes out of its bytes. What that refuses makes the action run here.
    #[must_use]
    pub fn report(
        mut self,
        path: impl Into<String>,
        read: impl Fn(&[u8]) -> Result<CallOutput, String> + Send + Sync + 'static,
    ) -> Self {
        self.report = Some(Report { path: path.into(), read: Arc::new(read) });
        self
    }

    /// Says which files and folders below [`Self::reads`] are left out.
    #[must_use]
    pub fn leaves_out(mut self, leaves_out: fn(&Path) -> bool) -> Self {
        self.leaves_out = leaves_out;
        self
    }
}
