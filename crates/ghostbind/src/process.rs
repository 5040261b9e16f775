//! The one place where processes are started.
//!
//! Every child gets an environment that is spelt out, no standard input, and a process group of
//! its own: an interrupt of this process is handed on to the groups, so that nothing is left
//! running. Lines of both outputs arrive in one order on the caller's thread.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use camino::{Utf8Path, Utf8PathBuf};

/// A program to run.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// Its file.
    pub program: Utf8PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Where it runs.
    pub cwd: Utf8PathBuf,
    /// Its whole environment.
    pub vars: BTreeMap<OsString, OsString>,
}

impl Invocation {
    /// A program with the given surroundings and no arguments.
    pub fn new(program: &Utf8Path, cwd: &Utf8Path, vars: &BTreeMap<OsString, OsString>) -> Self {
        Self { program: program.to_owned(), args: Vec::new(), cwd: cwd.to_owned(), vars: vars.clone() }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets a variable.
    #[must_use]
    pub fn var(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.vars.insert(name.into(), value.into());
        self
    }
}

/// Why a program was not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It did not start.
    #[error("cannot start `{program}` in {cwd}")]
    Spawn {
        /// Its file.
        program: Utf8PathBuf,
        /// Where.
        cwd: Utf8PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Its output could not be read.
    #[error("cannot follow `{program}`")]
    Follow {
        /// Its file.
        program: Utf8PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// This process was interrupted.
    #[error("interrupted")]
    Interrupted,
}

/// A line of a program's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Of its standard output.
    Out(String),
    /// Of its standard error.
    Err(String),
}

/// What a program that ended left.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: String,
}

/// The children that run now. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Children {
    running: Arc<Mutex<Running>>,
    jobserver: Option<Jobserver>,
}

/// A jobserver that children take part in, beside the one that they inherit anyway.
#[derive(Clone)]
struct Jobserver(Arc<dyn Fn(&mut std::process::Command) + Send + Sync>);

impl std::fmt::Debug for Jobserver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Jobserver")
    }
}

#[derive(Debug, Default)]
struct Running {
    interrupted: bool,
    groups: BTreeSet<u32>,
}

impl Children {
    /// The same children; those that start from here on are made clients of a jobserver by `share`.
    #[must_use]
    pub fn with_jobserver(&self, share: impl Fn(&mut std::process::Command) + Send + Sync + 'static) -> Self {
        Self { running: Arc::clone(&self.running), jobserver: Some(Jobserver(Arc::new(share))) }
    }

    /// Ends every child and lets no further one start. Safe to call from a signal's thread.
    pub fn interrupt(&self) {
        let mut running = self.lock();
        running.interrupted = true;
        for group in &running.groups {
            end_group(*group);
        }
    }

    /// Whether [`Self::interrupt`] was called.
    pub fn interrupted(&self) -> bool {
        self.lock().interrupted
    }

    /// Whether any child runs.
    pub fn any(&self) -> bool {
        !self.lock().groups.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(&self, what: &Invocation) -> Result<Child, RunError> {
        #[expect(clippy::disallowed_methods, reason = "the crate's one place for it")]
        let mut command = std::process::Command::new(&what.program);
        command.args(&what.args).current_dir(&what.cwd).env_clear().envs(&what.vars);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(Jobserver(share)) = &self.jobserver {
            share(&mut command);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        // Under the lock, so that no child starts after an interrupt without being seen by it.
        let mut running = self.lock();
        if running.interrupted {
            return Err(RunError::Interrupted);
        }
        let child = command.spawn().map_err(|source| RunError::Spawn {
            program: what.program.clone(),
            cwd: what.cwd.clone(),
            source,
        })?;
        running.groups.insert(child.id());
        Ok(child)
    }

    fn forget(&self, id: u32) -> bool {
        let mut running = self.lock();
        running.groups.remove(&id);
        running.interrupted
    }

    /// Runs a program, handing over its lines as they come.
    pub fn follow(&self, what: &Invocation, line: &mut dyn FnMut(Line)) -> Result<ExitStatus, RunError> {
        let mut child = self.spawn(what)?;
        let followed = follow(&mut child, line);
        let status = child.wait();
        let interrupted = self.forget(child.id());
        if interrupted {
            return Err(RunError::Interrupted);
        }
        let broken = |source| RunError::Follow { program: what.program.clone(), source };
        followed.map_err(broken)?;
        status.map_err(broken)
    }

    /// Runs a program and collects what it writes.
    pub fn output(&self, what: &Invocation) -> Result<Finished, RunError> {
        let mut child = self.spawn(what)?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let (stdout, stderr) = std::thread::scope(|scope| {
            let errors = scope.spawn(|| read_all(err));
            (read_all(out), errors.join().unwrap_or_else(|_| Ok(Vec::new())))
        });
        let status = child.wait();
        if self.forget(child.id()) {
            return Err(RunError::Interrupted);
        }
        let broken = |source| RunError::Follow { program: what.program.clone(), source };
        Ok(Finished {
            status: status.map_err(broken)?,
            stdout: stdout.map_err(broken)?,
            stderr: String::from_utf8_lossy(&stderr.map_err(broken)?).into_owned(),
        })
    }
}

fn read_all(stream: Option<impl Read>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        stream.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn follow(child: &mut Child, line: &mut dyn FnMut(Line)) -> io::Result<()> {
    let (sender, receiver) = mpsc::channel::<io::Result<Line>>();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        let errors = sender.clone();
        scope.spawn(move || send_lines(err, &errors, Line::Err));
        scope.spawn(move || send_lines(out, &sender, Line::Out));
        for received in receiver {
            line(received?);
        }
        Ok(())
    })
}

fn send_lines(stream: Option<impl Read>, to: &mpsc::Sender<io::Result<Line>>, wrap: fn(String) -> Line) {
    let Some(stream) = stream else { return };
    let mut reader = BufReader::new(stream);
    loop {
        let mut bytes = Vec::new();
        let sent = match reader.read_until(b'\n', &mut bytes) {
            Ok(0) => return,
            Ok(_) => {
                let text = String::from_utf8_lossy(&bytes);
                to.send(Ok(wrap(text.trim_end_matches(['\n', '\r']).to_owned())))
            }
            Err(error) => {
                let _receiver_gone = to.send(Err(error));
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Becomes another program: same environment, same streams. `while_running` is let go of when it
/// has ended; without it this process is replaced where the system can do that.
pub(crate) fn become_program(
    program: &std::ffi::OsStr,
    args: &[OsString],
    while_running: Option<tempfile::NamedTempFile>,
) -> std::process::ExitCode {
    #[expect(clippy::disallowed_methods, reason = "the crate's one place for it")]
    let mut command = std::process::Command::new(program);
    command.args(args);
    #[cfg(unix)]
    if while_running.is_none() {
        let error = std::os::unix::process::CommandExt::exec(&mut command);
        return say_and_fail(&format!("cannot start `{}`: {error}", program.to_string_lossy()));
    }
    let status = command.status();
    drop(while_running);
    match status {
        Ok(status) => u8::try_from(status.code().unwrap_or(1)).unwrap_or(1).into(),
        Err(error) => say_and_fail(&format!("cannot start `{}`: {error}", program.to_string_lossy())),
    }
}

/// Says why a program that stands for another one cannot do its work.
pub(crate) fn say_and_fail(why: &str) -> std::process::ExitCode {
    let _closed = io::Write::write_fmt(&mut io::stderr(), format_args!("ghostbind: {why}\n"));
    std::process::ExitCode::FAILURE
}

/// Asks a process group to end. That it has gone already is no error.
#[cfg(unix)]
fn end_group(group: u32) {
    let Some(pid) = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw) else { return };
    let _gone = rustix::process::kill_process_group(pid, rustix::process::Signal::TERM);
}

/// Without process groups the console hands Ctrl-C to the children itself.
#[cfg(not(unix))]
fn end_group(_group: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Invocation {
        let vars = BTreeMap::from([("PATH".into(), "/usr/bin:/bin".into())]);
        Invocation::new(Utf8Path::new("/bin/sh"), Utf8Path::new("/"), &vars).args(["-c", script])
    }

    #[test]
    fn lines_of_both_outputs_arrive() {
        let mut lines = Vec::new();
        let status =
            Children::default().follow(&shell("echo a; echo b >&2; printf c"), &mut |line| lines.push(line));
        assert!(status.unwrap().success());
        lines.sort_by_key(|line| format!("{line:?}"));
        assert_eq!(lines, [Line::Err("b".into()), Line::Out("a".into()), Line::Out("c".into())]);
    }

    #[test]
    fn an_interrupt_ends_children_and_grandchildren() {
        let children = Children::default();
        let other = children.clone();
        let begun = std::time::Instant::now();
        let error =
            children.follow(&shell("sleep 60 & echo ready; wait"), &mut |_| other.interrupt()).unwrap_err();
        assert!(matches!(error, RunError::Interrupted));
        assert!(begun.elapsed().as_secs() < 30);
        assert!(matches!(children.output(&shell("true")), Err(RunError::Interrupted)));
    }

    #[test]
    fn a_missing_program_is_named() {
        let mut missing = shell("");
        missing.program = "/no/such/program".into();
        let error = Children::default().output(&missing).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `/no/such/program` in /");
    }
}
