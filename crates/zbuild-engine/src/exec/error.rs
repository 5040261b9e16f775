//! Why an action did not produce its outputs.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::Failed;
use crate::files::FileError;

/// Why an action did not produce its outputs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActionError {
    /// A declared input is missing.
    #[error("input {} does not exist, and {}", path.display(), match producer {
        Some(producer) => format!("`{producer}` did not make it"),
        None => "no action makes it".to_owned(),
    })]
    MissingInput {
        /// The input.
        path: PathBuf,
        /// The action that makes the directory it would be in.
        producer: Option<String>,
    },
    /// A file that matters could not be looked at or read.
    #[error(transparent)]
    Unreadable(#[from] FileError),
    /// The program was found nowhere.
    #[error("cannot find the program `{program}`")]
    NoProgram {
        /// As declared.
        program: String,
    },
    /// The process could not be started.
    #[error("cannot start `{program}` in {}", cwd.display())]
    Spawn {
        /// As declared.
        program: String,
        /// Where it should have run.
        cwd: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The process failed.
    #[error("`{program}` {how}")]
    Exit {
        /// As declared.
        program: String,
        /// How it ended.
        how: String,
        /// Its exit code, if it exited.
        code: Option<i32>,
    },
    /// A call failed; the text is the function's own.
    #[error("{0}")]
    Call(String),
    /// A declared output is not there.
    #[error("`{program}` finished without writing {}", path.display())]
    MissingOutput {
        /// As declared.
        program: String,
        /// The output.
        path: PathBuf,
    },
    /// A declared output is a directory where a file was declared, or the reverse.
    #[error("`{program}` wrote {}, which is {found} where {expected} was declared", path.display())]
    OutputKind {
        /// As declared.
        program: String,
        /// The output.
        path: PathBuf,
        /// What is there.
        found: &'static str,
        /// What was declared.
        expected: &'static str,
    },
    /// The depfile is not one.
    #[error("cannot read the depfile {}: {why}", path.display())]
    BadDepfile {
        /// The depfile.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// It read a file that another action makes, which it does not wait for.
    #[error("it reads {}, which `{producer}` makes, without naming it as an input", path.display())]
    UndeclaredInput {
        /// The file.
        path: PathBuf,
        /// The action that makes it.
        producer: String,
    },
    /// The engine could not write or move something for the action.
    #[error("cannot write {}", path.display())]
    Write {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The build was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl From<ActionError> for Failed {
    fn from(error: ActionError) -> Self {
        Self { error, message: Vec::new(), duration: Duration::ZERO }
    }
}
