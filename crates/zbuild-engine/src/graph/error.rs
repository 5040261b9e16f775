//! What can be wrong with a set of actions.

use std::fmt;
use std::path::PathBuf;

/// One thing that is wrong with a graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The root is not an absolute path.
    #[error("the workspace root {} is not an absolute path", .0.display())]
    RelativeRoot(PathBuf),
    /// Two actions have one name.
    #[error("two actions are called `{0}`")]
    DuplicateName(String),
    /// Two actions write one path.
    #[error("{} is written by two actions, `{first}` and `{second}`", path.display())]
    DuplicateOutput {
        /// The path.
        path: PathBuf,
        /// One action.
        first: String,
        /// The other, which may be the same.
        second: String,
    },
    /// An output lies in a directory that is another output.
    #[error("`{action}` writes {}, inside {}, which `{owner}` writes whole", path.display(), directory.display())]
    OutputInsideOutput {
        /// The inner path.
        path: PathBuf,
        /// The action that writes it.
        action: String,
        /// The outer path.
        directory: PathBuf,
        /// The action that writes that.
        owner: String,
    },
    /// Actions wait for each other.
    #[error("dependency cycle: {}", .0.join(" -> "))]
    Cycle(Vec<String>),
    /// A pool that nobody declared.
    #[error("`{action}` runs in the pool `{pool}`, which does not exist")]
    UnknownPool {
        /// The action.
        action: String,
        /// The pool.
        pool: String,
    },
    /// An action to wait for that does not exist.
    #[error("`{action}` waits for `{missing}`, which does not exist")]
    UnknownAction {
        /// The action.
        action: String,
        /// What it waits for.
        missing: String,
    },
    /// A path that no file can have.
    #[error("`{action}` names the path {path:?}, which no file can have")]
    ImpossiblePath {
        /// The action.
        action: String,
        /// The path.
        path: PathBuf,
    },
    /// Standard output goes to a file that is not an output.
    #[error("`{action}` sends standard output to {}, which is not one of its outputs", path.display())]
    StdoutNotAnOutput {
        /// The action.
        action: String,
        /// The path.
        path: PathBuf,
    },
    /// A built-in action with the wrong number of inputs or outputs.
    #[error("`{0}` is a built-in action and has inputs or outputs beyond its own")]
    BuiltinShape(String),
}

/// Everything that is wrong with a graph; at least one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphErrors(pub Vec<GraphError>);

impl fmt::Display for GraphErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for GraphErrors {}
