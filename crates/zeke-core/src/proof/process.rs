//! The one place where programs are started: bounded in time and output, in a process group of
//! their own, with the standard input that they are given and else none, and with an environment that is spelt out.
//! Where zeke is killed, they are too.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, Read, Write as _};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

use super::confine::{self, Bounds};
use crate::cancel::Cancel;

/// How much of each output is kept: its beginning, where compilers say what is wrong first.
const KEPT_BYTES_MAX: usize = 256 << 10;
/// How much a program may write before it is ended.
const WRITTEN_BYTES_MAX: usize = 64 << 20;
/// How often the clock and the switch are looked at while nothing comes.
const TICK: Duration = Duration::from_millis(20);
/// How long outputs may stay open after the program has ended: by what it left running.
const DRAIN: Duration = Duration::from_millis(200);

/// A program to run.
pub(crate) struct Invocation<'a> {
    pub(crate) program: &'a Utf8Path,
    pub(crate) args: &'a [String],
    pub(crate) cwd: &'a Utf8Path,
    pub(crate) vars: &'a BTreeMap<String, String>,
    pub(crate) timeout: Duration,
    /// Its standard input.
    pub(crate) input: &'a str,
    /// What it is confined to, where nobody of the user's chose it.
    pub(crate) bounds: Option<&'a Bounds>,
}

/// What a program left.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) end: End,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) time: Duration,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself, with this code.
    Exit(i32),
    /// By a signal that nobody here sent.
    Signal(i32),
    /// It took too long and was ended.
    Timeout,
    /// It wrote too much and was ended.
    Output,
    /// The user ended it.
    Canceled,
}

/// Why a program did not run.
#[derive(Debug, thiserror::Error)]
#[error("cannot start `{program}` in {cwd}")]
pub(crate) struct SpawnError {
    program: Utf8PathBuf,
    cwd: Utf8PathBuf,
    #[source]
    source: io::Error,
}

/// Runs a program to its end, or to the end of what is allowed to it.
pub(crate) fn run(what: &Invocation<'_>, cancel: &Cancel) -> Result<Finished, SpawnError> {
    let Some(bounds) = what.bounds else { return run_here(what, cancel) };
    let confined = || {
        // What the system cannot hold is told by `zeke doctor`.
        let _held = confine::confine(bounds);
        run_here(what, cancel)
    };
    // A thread that is confined stays so: this one has nothing else to do. It is there as long as the program, which
    // ends with the thread that started it.
    thread::scope(|scope| scope.spawn(confined).join()).unwrap_or_else(|_| {
        let (program, cwd) = (what.program.to_owned(), what.cwd.to_owned());
        Err(SpawnError { program, cwd, source: io::Error::other("its thread ended") })
    })
}

fn run_here(what: &Invocation<'_>, cancel: &Cancel) -> Result<Finished, SpawnError> {
    let started = Instant::now();
    let Some(mut child) = cancel.start(|| spawn(what))? else {
        return Ok(Finished {
            end: End::Canceled,
            stdout: Vec::new(),
            stderr: Vec::new(),
            time: Duration::ZERO,
        });
    };
    let group = child.id();
    if let Some(mut input) = child.stdin.take() {
        let text = what.input.to_owned();
        // A program that does not read to the end has had enough.
        thread::spawn(move || input.write_all(text.as_bytes()));
    }
    let (sender, receiver) = mpsc::sync_channel(16);
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let errors = sender.clone();
    // Not scoped: what a program left running may keep its outputs open, and is not waited for.
    thread::spawn(move || forward(out, false, &sender));
    thread::spawn(move || forward(err, true, &errors));
    let mut finished =
        Finished { end: End::Canceled, stdout: Vec::new(), stderr: Vec::new(), time: Duration::ZERO };
    let deadline = started + what.timeout;
    finished.end = follow(&mut child, &receiver, &mut finished, deadline, cancel);
    cancel.end(group);
    let status = child.wait();
    if let (End::Exit(_), Ok(status)) = (finished.end, status) {
        // The switch ends groups by itself: what was ended by it may seem to have ended.
        finished.end = if cancel.is_set() { End::Canceled } else { end_of(status) };
    }
    finished.time = started.elapsed();
    Ok(finished)
}

fn spawn(what: &Invocation<'_>) -> Result<(Child, u32), SpawnError> {
    let input = if what.input.is_empty() { Stdio::null() } else { Stdio::piped() };
    let (program, args) = match what.bounds {
        Some(_) => &confine::limited(what.program, what.args),
        None => &(what.program.to_owned(), what.args.to_vec()),
    };
    spawn_with(program, args, what.cwd, what.vars, input, Stdio::piped())
}

fn spawn_with(
    program: &Utf8Path,
    args: &[String],
    cwd: &Utf8Path,
    vars: &BTreeMap<String, String>,
    input: Stdio,
    errors: Stdio,
) -> Result<(Child, u32), SpawnError> {
    #[expect(clippy::disallowed_methods, reason = "the crate's one place for it")]
    let mut command = std::process::Command::new(program);
    command.args(args).current_dir(cwd).env_clear().envs(vars);
    command.stdin(input).stdout(Stdio::piped()).stderr(errors);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    die_with_parent(&mut command);
    let child = command.spawn().map_err(|source| SpawnError {
        program: program.to_owned(),
        cwd: cwd.to_owned(),
        source,
    })?;
    let id = child.id();
    Ok((child, id))
}

/// Has the program end with the thread that starts it: nobody would end it after zeke was killed.
#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut std::process::Command) {
    let parent = rustix::process::getpid();
    let arrange = move || {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
        // The parent may have died before it was asked for.
        let is_alive = rustix::process::getppid() == Some(parent);
        if is_alive { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    };
    #[expect(unsafe_code, reason = "only the child itself can ask for this signal, between fork and exec")]
    // SAFETY: the closure makes two system calls and allocates nothing.
    unsafe {
        std::os::unix::process::CommandExt::pre_exec(command, arrange);
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_command: &mut std::process::Command) {}

/// Longest line that is heard.
const LINE_BYTES_MAX: u64 = 8 << 20;

/// A program that is talked with line by line. Dropping it ends it.
pub(crate) struct Talk {
    child: Child,
    /// What is to be said. A program that does not listen holds up a thread of its own.
    input: Option<mpsc::Sender<String>>,
    lines: tokio::sync::mpsc::Receiver<String>,
    cancel: Cancel,
}

impl Talk {
    /// Starts it; `None`: the switch is set.
    pub(crate) fn start(
        program: &Utf8Path,
        args: &[String],
        cwd: &Utf8Path,
        vars: &BTreeMap<String, String>,
        cancel: &Cancel,
    ) -> Result<Option<Self>, SpawnError> {
        let start = || spawn_with(program, args, cwd, vars, Stdio::piped(), Stdio::null());
        let Some(mut child) = cancel.start(start)? else { return Ok(None) };
        let (sender, lines) = tokio::sync::mpsc::channel(64);
        let out = child.stdout.take();
        thread::spawn(move || {
            let Some(out) = out else { return };
            let mut out = io::BufReader::new(out);
            let mut line = Vec::new();
            while let Ok(1..) = out.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                if sender.blocking_send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    return;
                }
                line.clear();
            }
        });
        let stdin = child.stdin.take();
        let (input, said) = mpsc::channel::<String>();
        thread::spawn(move || {
            let Some(mut stdin) = stdin else { return };
            while let Ok(line) = said.recv() {
                if writeln!(stdin, "{line}").and_then(|()| stdin.flush()).is_err() {
                    return;
                }
            }
        });
        Ok(Some(Self { child, input: Some(input), lines, cancel: cancel.clone() }))
    }

    /// Says a line, without waiting for it to be heard. An error: it has ended, or takes no more.
    pub(crate) fn say(&mut self, line: &str) -> io::Result<()> {
        let said = self.input.as_ref().and_then(|input| input.send(line.to_owned()).ok());
        said.ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    /// Hears a line; `None`: it has ended.
    pub(crate) async fn hear(&mut self) -> Option<String> {
        self.lines.recv().await
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.input = None;
        self.cancel.end(self.child.id());
        let _gone = self.child.wait();
    }
}

type Piece = (bool, Vec<u8>);

fn forward(stream: Option<impl Read>, is_error: bool, to: &mpsc::SyncSender<Piece>) {
    let Some(mut stream) = stream else { return };
    let mut buffer = vec![0; 16 << 10];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        let Some(piece) = buffer.get(..count) else { return };
        if to.send((is_error, piece.to_vec())).is_err() {
            return;
        }
    }
}

/// Collects output until the program has ended. `Exit(0)` stands for an end of its own, whose
/// code is asked for afterwards.
fn follow(
    child: &mut Child,
    receiver: &mpsc::Receiver<Piece>,
    finished: &mut Finished,
    deadline: Instant,
    cancel: &Cancel,
) -> End {
    let mut written = 0;
    let mut ended: Option<Instant> = None;
    loop {
        let piece = receiver.recv_timeout(TICK);
        let is_idle = piece.is_err();
        match piece {
            Ok((is_error, piece)) => {
                written += piece.len();
                let kept = if is_error { &mut finished.stderr } else { &mut finished.stdout };
                let room = KEPT_BYTES_MAX.saturating_sub(kept.len()).min(piece.len());
                kept.extend_from_slice(piece.get(..room).unwrap_or_default());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
                    return End::Exit(0);
                }
                thread::sleep(Duration::from_millis(1));
            }
        }
        if cancel.is_set() {
            return End::Canceled;
        }
        if written > WRITTEN_BYTES_MAX {
            return End::Output;
        }
        if Instant::now() > deadline {
            return End::Timeout;
        }
        if is_idle && ended.is_none() && matches!(child.try_wait(), Ok(Some(_))) {
            ended = Some(Instant::now());
        }
        if ended.is_some_and(|ended| ended.elapsed() > DRAIN) {
            return End::Exit(0);
        }
    }
}

fn end_of(status: std::process::ExitStatus) -> End {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return End::Signal(signal);
    }
    End::Exit(status.code().unwrap_or(-1))
}
