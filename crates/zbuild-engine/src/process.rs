//! Processes: the one place that starts them.
//!
//! A child gets exactly the environment it is given, a process group of its own, no terminal, and the jobserver.
//! It does not outlive its action: when its leader ends, when the build is cancelled and when this process dies,
//! what is left of the group is ended. (A grandchild that makes a session of its own is let go.)

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, PipeReader, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use crate::action::Environment;
use crate::cancel::Cancel;
use crate::jobs::Jobs;

/// What is kept of one process's output; the rest is dropped, and said to be.
const OUTPUT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Time between asking a group to end and ending it.
const TERMINATE_GRACE: Duration = Duration::from_secs(1);
/// How often it is looked whether a process has ended, where the system tells nobody.
const EXIT_POLL: Duration = Duration::from_millis(50);
/// Attempts to start a program that another thread's child still holds open for writing.
const TEXT_BUSY_ATTEMPTS: u32 = 10;

/// A process to start.
pub(crate) struct Spec<'a> {
    pub(crate) program: &'a Path,
    pub(crate) args: &'a [OsString],
    pub(crate) environment: &'a [(OsString, OsString)],
    pub(crate) cwd: &'a Path,
    pub(crate) stdout: Sink,
}

/// Where standard output goes.
pub(crate) enum Sink {
    Captured,
    File(File),
}

/// A process that has ended.
pub(crate) struct Ended {
    pub(crate) how: End,
    /// Standard error, and standard output if captured, in the order written.
    pub(crate) output: Vec<u8>,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Exited(ExitStatus),
    Cancelled,
}

/// Variables of the calling process, for those that are passed on.
#[derive(Debug, Clone, Default)]
pub(crate) struct CallerEnvironment(pub(crate) Vec<(OsString, OsString)>);

impl CallerEnvironment {
    fn get(&self, name: &OsStr) -> Option<&OsStr> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_os_str())
    }

    /// The environment of a child.
    pub(crate) fn resolve(&self, declared: &Environment) -> Vec<(OsString, OsString)> {
        let passed = declared.passed.iter().filter(|&name| !declared.set.contains_key(name));
        let passed = passed.filter_map(|name| Some((name.clone(), self.get(name)?.to_owned())));
        declared.set.iter().map(|(name, value)| (name.clone(), value.clone())).chain(passed).collect()
    }

    /// The file that `program` means: a path is taken from `root`, a bare name is searched for in the child's
    /// `PATH`, else the caller's.
    pub(crate) fn locate(
        &self,
        program: &Path,
        root: &Path,
        child: &[(OsString, OsString)],
    ) -> Option<PathBuf> {
        if program.components().nth(1).is_some() || program.is_absolute() {
            return Some(root.join(program));
        }
        let declared = child.iter().find(|(name, _)| name == "PATH").map(|(_, value)| value.as_os_str());
        let path = declared.or_else(|| self.get(OsStr::new("PATH")))?;
        std::env::split_paths(path)
            .map(|folder| root.join(folder).join(program))
            .find(|file| is_program(file))
    }
}

fn is_program(file: &Path) -> bool {
    file.is_file() && rustix::fs::access(file, rustix::fs::Access::EXEC_OK).is_ok()
}

/// Starts a process and waits for its end.
pub(crate) fn run(spec: Spec<'_>, jobs: &Jobs, cancel: &Cancel) -> io::Result<Ended> {
    let (reader, writer) = io::pipe()?;
    #[expect(clippy::disallowed_methods, reason = "the one place of this crate that starts processes")]
    let mut command = Command::new(spec.program);
    command.args(spec.args).env_clear();
    command.envs(spec.environment.iter().map(|(name, value)| (name, value)));
    command.current_dir(spec.cwd).process_group(0);
    command.stdin(Stdio::null());
    command.stdout(match spec.stdout {
        Sink::Captured => Stdio::from(writer.try_clone()?),
        Sink::File(file) => Stdio::from(file),
    });
    command.stderr(writer);
    jobs.configure(&mut command);
    die_with_parent(&mut command);
    let child = spawn(&mut command)?;
    // The command holds the pipe's writing end; with it the output would never end.
    drop(command);
    Running::new(child, reader).wait(cancel)
}

#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut Command) {
    let parent = rustix::process::getpid();
    let arrange = move || {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        // The parent may have died before it was asked for.
        if rustix::process::getppid() == Some(parent) {
            Ok(())
        } else {
            Err(io::Error::from(io::ErrorKind::Interrupted))
        }
    };
    #[expect(unsafe_code, reason = "only the child itself can ask for this signal, between fork and exec")]
    // SAFETY: the closure makes two system calls and allocates nothing.
    unsafe {
        command.pre_exec(arrange);
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_command: &mut Command) {}

fn spawn(command: &mut Command) -> io::Result<Child> {
    let mut attempt = 0;
    loop {
        match command.spawn() {
            // A program that this process has just written is busy while a child that was forked meanwhile
            // holds the file, which it does until its exec.
            Err(error)
                if error.kind() == io::ErrorKind::ExecutableFileBusy && attempt < TEXT_BUSY_ATTEMPTS =>
            {
                attempt += 1;
                std::thread::sleep(Duration::from_millis(u64::from(2 * attempt)));
            }
            other => return other,
        }
    }
}

/// A process under way.
struct Running {
    child: Child,
    group: Pid,
    /// Readable when the process has ended. `None` where the system has no such thing.
    exit: Option<OwnedFd>,
    reader: PipeReader,
    output: Vec<u8>,
    dropped_bytes: u64,
}

#[derive(PartialEq)]
enum Woken {
    Output,
    Exited,
    Cancelled,
    TimedOut,
}

impl Running {
    fn new(child: Child, reader: PipeReader) -> Self {
        let group = Pid::from_child(&child);
        Self { exit: exit_of(group), child, group, reader, output: Vec::new(), dropped_bytes: 0 }
    }

    fn wait(mut self, cancel: &Cancel) -> io::Result<Ended> {
        let mut deadline = None;
        let mut cancelled = false;
        let mut open = true;
        loop {
            let asked = (!cancelled).then_some(cancel);
            match self.next_event(open, asked, deadline)? {
                Woken::Output => open = self.read()?,
                Woken::Exited => break,
                Woken::Cancelled => {
                    cancelled = true;
                    self.signal(Signal::TERM);
                    deadline = Some(Instant::now() + TERMINATE_GRACE);
                }
                // Asked to end and did not.
                Woken::TimedOut => {
                    self.signal(Signal::KILL);
                    deadline = None;
                }
            }
        }
        // Not reaped yet, so the group's number is still its own.
        self.signal(Signal::KILL);
        let status = self.child.wait()?;
        self.drain();
        if self.dropped_bytes > 0 {
            let note = format!("\n[{} more bytes of output dropped]\n", self.dropped_bytes);
            self.output.extend_from_slice(note.as_bytes());
        }
        let how = if cancelled { End::Cancelled } else { End::Exited(status) };
        Ok(Ended { how, output: self.output })
    }

    /// Waits for what comes first. `open`: the pipe may still give something.
    fn next_event(
        &self,
        open: bool,
        cancel: Option<&Cancel>,
        deadline: Option<Instant>,
    ) -> io::Result<Woken> {
        loop {
            if let Some(woken) = self.poll(open, cancel, deadline)? {
                return Ok(woken);
            }
        }
    }

    /// The same; `None` if it has to be asked again.
    fn poll(
        &self,
        open: bool,
        cancel: Option<&Cancel>,
        deadline: Option<Instant>,
    ) -> io::Result<Option<Woken>> {
        if self.exit.is_none() && self.has_ended() {
            return Ok(Some(Woken::Exited));
        }
        if cancel.is_some_and(Cancel::is_cancelled) {
            return Ok(Some(Woken::Cancelled));
        }
        let poll = self.exit.is_none().then_some(EXIT_POLL);
        let timeout = match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
            Some(left) if left.is_zero() => return Ok(Some(Woken::TimedOut)),
            left => left.into_iter().chain(poll).min().and_then(|left| left.try_into().ok()),
        };
        let readable = |fd| PollFd::from_borrowed_fd(fd, PollFlags::IN);
        let mut fds = Vec::with_capacity(3);
        fds.extend(open.then(|| readable(self.reader.as_fd())));
        fds.extend(self.exit.as_ref().map(|exit| readable(exit.as_fd())));
        fds.extend(cancel.map(|cancel| readable(cancel.reader().as_fd())));
        match rustix::event::poll(&mut fds, timeout.as_ref()) {
            Ok(0) | Err(rustix::io::Errno::INTR) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let ready: Vec<bool> = fds.iter().map(|fd| !fd.revents().is_empty()).collect();
        let at_exit = usize::from(open);
        Ok(Some(match () {
            () if open && ready[0] => Woken::Output,
            () if self.exit.is_some() && ready[at_exit] => Woken::Exited,
            () => Woken::Cancelled,
        }))
    }

    /// Whether the leader has ended; it is not reaped, so the group's number stays its own.
    fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        !matches!(rustix::process::waitid(WaitId::Pid(self.group), options), Ok(None))
    }

    /// Takes what the pipe has; whether there may be more.
    fn read(&mut self) -> io::Result<bool> {
        let mut buffer = [0; 16 * 1024];
        match self.reader.read(&mut buffer) {
            Ok(0) => Ok(false),
            Ok(n) => {
                let kept = n.min(OUTPUT_BYTES_MAX.saturating_sub(self.output.len()));
                self.output.extend_from_slice(&buffer[..kept]);
                self.dropped_bytes += (n - kept) as u64;
                Ok(true)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Takes what is in the pipe now. A process that left the group may hold it open for ever.
    fn drain(&mut self) {
        if rustix::io::ioctl_fionbio(&self.reader, true).is_ok() {
            while matches!(self.read(), Ok(true)) {}
        }
    }

    fn signal(&self, signal: Signal) {
        // It may have ended by itself meanwhile.
        let _ = rustix::process::kill_process_group(self.group, signal);
    }
}

#[cfg(target_os = "linux")]
fn exit_of(process: Pid) -> Option<OwnedFd> {
    rustix::process::pidfd_open(process, rustix::process::PidfdFlags::empty()).ok()
}

#[cfg(not(target_os = "linux"))]
fn exit_of(_process: Pid) -> Option<OwnedFd> {
    None
}

/// How a failed process ended, for a message.
pub(crate) fn describe_exit(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exited with code {code}"),
        (None, Some(9)) => "was killed (signal 9; the system does this when memory runs out)".to_owned(),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "ended abnormally".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a script as on a system that does not tell when a process ends.
    fn run_unnoticed(script: &str, cancel_after: Option<Duration>) -> Ended {
        let (reader, writer) = io::pipe().unwrap();
        #[expect(clippy::disallowed_methods, reason = "the system's own shell, under test here")]
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).process_group(0).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(writer);
        let child = command.spawn().unwrap();
        drop(command);
        let running = Running { exit: None, ..Running::new(child, reader) };
        let cancel = Cancel::new().unwrap();
        std::thread::scope(|threads| {
            let cancel = &cancel;
            threads.spawn(move || cancel_after.map(|time| (std::thread::sleep(time), cancel.cancel())));
            running.wait(cancel).unwrap()
        })
    }

    #[test]
    fn the_end_is_seen_where_the_system_does_not_tell_it() {
        let begun = Instant::now();
        // It leaves a process that keeps its standard error open.
        let ended = run_unnoticed("echo said >&2; sleep 60 & exit 3", None);
        assert!(matches!(ended.how, End::Exited(status) if status.code() == Some(3)), "{:?}", ended.how);
        assert_eq!(ended.output, b"said\n");
        // It closes its standard error and goes on.
        let ended = run_unnoticed("exec 2>&-; sleep 0.3; exit 4", None);
        assert!(matches!(ended.how, End::Exited(status) if status.code() == Some(4)), "{:?}", ended.how);
        let ended = run_unnoticed("sleep 60", Some(Duration::from_millis(200)));
        assert_eq!(ended.how, End::Cancelled);
        // It takes no notice.
        let ended = run_unnoticed("trap '' TERM; sleep 60", Some(Duration::from_millis(200)));
        assert_eq!(ended.how, End::Cancelled);
        assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    }
}
