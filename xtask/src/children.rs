//! The one place that starts processes.

use std::ffi::OsStr;
use std::io::{self, Read as _, Seek as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// How often a child is asked whether it ended.
const POLL: Duration = Duration::from_millis(50);
/// Lines of a failed child's output that are shown.
const LINES_SHOWN: usize = 8;

/// Runs to the end without a word, at most for `limit`. What it said stands in the failure.
pub(crate) fn run_within(what: &str, command: &mut Command, limit: Duration) -> Result<(), Failure> {
    let output = tempfile::tempfile().and_then(|file| Ok((file.try_clone()?, file.try_clone()?, file)));
    let (out, err, mut output) =
        output.map_err(|e| Failure::environment(format!("cannot write a temporary file: {e}")))?;
    command.stdin(Stdio::null()).stdout(out).stderr(err);
    let begun = Instant::now();
    let mut child = command.spawn().map_err(|e| cannot_start(command, &e))?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() < limit => std::thread::sleep(POLL),
            Ok(None) => {
                // It may end by itself in between, which is as good.
                let _ended = child.kill();
                let _reaped = child.wait();
                return Err(Failure::work(format!("{what} took longer than {} s", limit.as_secs())));
            }
            Err(e) => return Err(Failure::environment(format!("{what}: {e}"))),
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut text = Vec::new();
    let read = output.seek(io::SeekFrom::Start(0)).and_then(|_| output.read_to_end(&mut text));
    read.map_err(|e| Failure::environment(format!("{what}: {e}")))?;
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n  ");
    Err(Failure::work(format!("{what} failed ({status}):\n  {last}")))
}
