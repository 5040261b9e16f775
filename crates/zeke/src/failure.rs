//! How a command ends when it does not end well.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

/// Exit code of a command whose work found something wrong, or failed.
pub(crate) const WORK_FAILED: u8 = 1;
/// Exit code of a wrong command line or configuration: also a path that is not there.
pub(crate) const USAGE: u8 = 2;

/// Exit code where the environment lacks something: a tool, for example.
pub(crate) const ENVIRONMENT: u8 = 3;

/// Exit code where the user broke it off, as shells have it for SIGINT.
pub(crate) const CANCELED: u8 = 130;

/// A reason with its exit code and, where there is one, what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// The command line or a configuration is wrong.
    pub(crate) fn usage(error: &dyn Error) -> Self {
        Self { code: USAGE, message: chain(error), hint: None }
    }

    /// The work could not be done.
    pub(crate) fn work(error: &dyn Error) -> Self {
        Self { code: WORK_FAILED, message: chain(error), hint: None }
    }

    /// The command line or a configuration is wrong, in these words.
    pub(crate) fn usage_of(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: message.into(), hint: None }
    }

    /// The work could not be done, in these words.
    pub(crate) fn work_of(message: impl Into<String>) -> Self {
        Self { code: WORK_FAILED, message: message.into(), hint: None }
    }

    /// The environment lacks something.
    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self { code: ENVIRONMENT, message: message.into(), hint: None }
    }

    /// The user broke it off.
    pub(crate) fn cancelled() -> Self {
        Self { code: CANCELED, message: "cancelled".to_owned(), hint: None }
    }

    /// With what to do about it.
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Prints the reason on standard error and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("zeke: {self}");
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// The error and everything behind it, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
