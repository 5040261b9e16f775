//! How a task fails, and where the workspace is.

use std::process::ExitCode;

use camino::Utf8PathBuf;

/// Why a task did not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    /// The work was done and its result is bad (exit code 1).
    pub(crate) fn work(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }

    /// The command line is wrong (exit code 2).
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    /// The machine lacks something (exit code 3).
    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self { code: 3, message: message.into() }
    }

    /// Prints the reason and gives the exit code.
    pub(crate) fn print(&self) -> ExitCode {
        eprintln!("xtask: {}", self.message);
        ExitCode::from(self.code)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// The folder of the workspace: the parent of this package's.
pub(crate) fn workspace_root() -> Utf8PathBuf {
    let package = Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().map_or_else(|| package.clone(), ToOwned::to_owned)
}
