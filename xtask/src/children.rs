//! The one place that starts processes.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};

use crate::report::Failure;

/// A command that inherits everything; the caller adds arguments.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    Command::new(program)
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end; anything but exit code 0 is a failure that names `what`.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|e| cannot_start(command, &e))?;
    if status.success() { Ok(()) } else { Err(Failure::work(format!("{what} failed ({status})"))) }
}

/// Standard output of a command that succeeded; `None` where it cannot start or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The failure of a command that did not start.
pub(crate) fn cannot_start(command: &Command, error: &io::Error) -> Failure {
    Failure::environment(format!("cannot start `{}`: {error}", command.get_program().to_string_lossy()))
}
