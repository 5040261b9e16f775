//! The engine: from a graph and a wish to a summary.

mod build;
mod clean;
mod session;
mod sources;
mod why;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::cancel::Cancel;
use crate::event::{Event, Summary};
use crate::files::FileError;
use crate::graph::{ActionId, Graph};
use crate::jobs::Jobs;
use crate::stamp::file_clock;
use crate::store::Store;

pub use clean::{Claim, Cleaned};
pub use why::Why;

/// What an engine works with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The workspace root: the one that graphs are made for.
    pub root: PathBuf,
    /// The workspace's folder for the build log and for what is being made. On the file system of the outputs, or
    /// moving them costs a copy.
    pub state: PathBuf,
    /// Folders that are the same thing for every workspace, such as installed tools. What an action discovers
    /// elsewhere outside the root means something else in another workspace: then the root is part of its key.
    pub shared: Vec<PathBuf>,
    /// The content store. Without one, what is gone is made again.
    pub store: Option<Arc<Store>>,
    /// A service behind the store; of no use without one.
    #[cfg(feature = "remote")]
    pub remote: Option<Arc<crate::remote::Remote>>,
    /// How much runs at once.
    pub jobs: Jobs,
    /// The calling process's variables, for actions that have some passed on.
    pub environment: Vec<(OsString, OsString)>,
    /// Names that do not count where the names in a folder decide something: what builds themselves leave there.
    pub unlisted: Vec<OsString>,
    /// The clock that the workspace's file system stamps files with.
    pub clock: fn() -> SystemTime,
}

impl Options {
    /// No store, an empty environment, the system's clock.
    pub fn new(root: &Path, state: &Path, jobs: Jobs) -> Self {
        Self {
            root: root.to_owned(),
            state: state.to_owned(),
            shared: Vec::new(),
            store: None,
            #[cfg(feature = "remote")]
            remote: None,
            jobs,
            environment: Vec::new(),
            unlisted: Vec::new(),
            clock: file_clock,
        }
    }
}

/// What is wanted of a build.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The actions wanted, with all that they need. `None` for every action.
    pub targets: Option<Vec<ActionId>>,
    /// Whether to go on with what does not depend on an action that failed.
    pub keep_going: bool,
    /// Stops it.
    pub cancel: &'a Cancel,
}

impl<'a> Request<'a> {
    /// Every action, stopping at the first failure.
    pub fn all(graph: &'a Graph, cancel: &'a Cancel) -> Self {
        Self { graph, targets: None, keep_going: false, cancel }
    }
}

/// Why a build could not be attempted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The workspace's state folder or a file in it cannot be used.
    #[error("cannot use the build state {}", path.display())]
    State {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The root cannot be opened.
    #[error(transparent)]
    Root(#[from] FileError),
    /// The graph is for another root.
    #[error("the graph is for {}, the engine for {}", graph.display(), engine.display())]
    OtherRoot {
        /// The graph's.
        graph: PathBuf,
        /// The engine's.
        engine: PathBuf,
    },
    /// The jobserver could not be used.
    #[error("cannot use the jobserver")]
    Jobs(#[source] io::Error),
}

/// Builds graphs in one workspace. Holds nothing between builds: what it knows is on the disk.
#[derive(Debug)]
pub struct Engine {
    options: Options,
}

impl Engine {
    /// An engine; nothing is opened yet.
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// Its options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Brings what is wanted up to date. Failed actions are part of the summary; an error means that the build as
    /// such could not go on.
    pub fn build(
        &self,
        request: &Request<'_>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Summary, BuildError> {
        build::build(&self.options, request, on_event)
    }

    /// Why an action would run now, and why it last did.
    pub fn why(&self, graph: &Graph, action: ActionId) -> Result<Why, BuildError> {
        why::why(&self.options, graph, action)
    }

    /// Absolute paths of what a graph reads and does not make, as far as declared or found by earlier builds: files,
    /// and directories that stand for everything below them. Some may not exist.
    pub fn sources(&self, graph: &Graph) -> Result<Vec<PathBuf>, BuildError> {
        sources::sources(&self.options, graph)
    }

    /// Removes the outputs of a graph and what earlier graphs left here, as `claim` says of each path, which is
    /// relative to the root where it lies below it; and folders that are the caller's own. Never touches the content
    /// store.
    pub fn clean(
        &self,
        graph: &Graph,
        claim: &dyn Fn(&Path) -> Claim,
        folders: &[PathBuf],
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Cleaned, BuildError> {
        clean::clean(&self.options, graph, claim, folders, on_event)
    }
}
