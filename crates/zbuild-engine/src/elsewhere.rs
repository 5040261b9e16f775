//! What an action needs to run on another machine. Nothing here is part of an action key: where an action runs
//! must not change what it makes, and whoever declares this answers for that.

use std::path::{Path, PathBuf};

use crate::action::Command;

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
}

impl Elsewhere {
    /// The command line there. Its paths are relative to the root, where it runs.
    pub fn new(command: Command) -> Self {
        Self { command, tools: Vec::new(), reads: Vec::new(), leaves_out: |_| false }
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

    /// Says which files and folders below [`Self::reads`] are left out.
    #[must_use]
    pub fn leaves_out(mut self, leaves_out: fn(&Path) -> bool) -> Self {
        self.leaves_out = leaves_out;
        self
    }
}
