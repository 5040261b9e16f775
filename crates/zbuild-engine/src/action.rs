//! Actions as their makers declare them: what runs, what it reads, what it writes.
//!
//! An action is a pure statement. Nothing here looks at the disk; a [`crate::GraphBuilder`] takes actions in
//! and checks them against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::call::Call;
use crate::digest::Digest;
use crate::elsewhere::{Ask, Elsewhere, Place};

/// One unit of work. Its outputs are a function of its inputs, its command and its toolchains.
///
/// Paths are relative to the workspace root, or absolute.
#[derive(Debug)]
pub struct Action {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) work: Work,
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) optional_inputs: Vec<PathBuf>,
    pub(crate) order_only: Vec<PathBuf>,
    pub(crate) after: Vec<String>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) depfile: Option<PathBuf>,
    pub(crate) private: Vec<PathBuf>,
    pub(crate) searches: Vec<PathBuf>,
    pub(crate) asks: Option<Asks>,
    pub(crate) pool: Option<String>,
    pub(crate) turn: Option<String>,
    pub(crate) toolchains: Vec<(String, Digest)>,
    pub(crate) cacheable: bool,
    pub(crate) place: Place,
}

/// What is in the text of a file of the names of others.
pub type Asks = fn(&[u8]) -> Vec<Asked>;

/// The name of a file in the text of another one that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It is read from the first place that has it. Where that is not beside the one that asks, it was looked for
    /// there in vain.
    Read(Vec<u8>),
    /// Whether it is anywhere decides something, and the depfile says nothing of it.
    Sought(Vec<u8>),
}

/// A path that an action writes.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) path: PathBuf,
    pub(crate) kind: OutputKind,
    pub(crate) placement: Placement,
}

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// A file, or a symbolic link to one.
    File,
    /// A directory with everything in it. No other action writes there.
    Directory,
}

/// How an output may share its bytes with the content store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// A file of its own (a reflink or a copy), which people may edit or strip in place.
    #[default]
    Own,
    /// May be a read-only hard link into the content store: for large intermediate files that only other
    /// actions read. Falls back to a copy wherever permissions do not protect the store (as for root).
    Shared,
}

/// What an action does.
#[derive(Debug)]
pub(crate) enum Work {
    /// Starts a process.
    Command(Command),
    /// Runs a function of the caller in this process.
    Call(Call),
    /// Writes a file.
    WriteFile(Vec<u8>),
    /// Copies its only input, a file or directory, to its only output.
    Copy,
    /// Nothing: a name for its inputs.
    Group,
}

impl Action {
    /// An action that starts a process. `name` is stable between builds and unique in the graph.
    pub fn run(name: impl Into<String>, command: Command) -> Self {
        Self::new(name.into(), Work::Command(command))
    }

    /// An action that runs a function in this process; see [`Call`].
    pub fn call(name: impl Into<String>, call: Call) -> Self {
        Self::new(name.into(), Work::Call(call))
    }

    /// An action that writes `content` to `path`.
    pub fn write_file(
        name: impl Into<String>,
        path: impl Into<PathBuf>,
        content: impl Into<Vec<u8>>,
    ) -> Self {
        let work = Work::WriteFile(content.into());
        Self::new(name.into(), work).output(path)
    }

    /// An action that copies a directory with everything in it.
    pub fn copy_directory(name: impl Into<String>, from: impl Into<PathBuf>, to: impl Into<PathBuf>) -> Self {
        Self::new(name.into(), Work::Copy).input(from).output_directory(to)
    }

    /// An action that copies a file.
    pub fn copy(name: impl Into<String>, from: impl Into<PathBuf>, to: impl Into<PathBuf>) -> Self {
        Self::new(name.into(), Work::Copy).input(from).output(to)
    }

    /// A name for a set of files: done when they are.
    pub fn group(name: impl Into<String>) -> Self {
        Self::new(name.into(), Work::Group)
    }

    fn new(name: String, work: Work) -> Self {
        let cacheable = matches!(work, Work::Command(_) | Work::Call(_));
        Self {
            name,
            description: None,
            work,
            inputs: Vec::new(),
            optional_inputs: Vec::new(),
            order_only: Vec::new(),
            after: Vec::new(),
            outputs: Vec::new(),
            depfile: None,
            private: Vec::new(),
            searches: Vec::new(),
            asks: None,
            pool: None,
            turn: None,
            toolchains: Vec::new(),
            cacheable,
            place: Place::Here,
        }
    }

    /// What people see while it runs. Without one they see the name.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// A file or directory that it reads. A directory stands for everything below it.
    #[must_use]
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(path.into());
        self
    }

    /// Several [`Self::input`]s.
    #[must_use]
    pub fn inputs<P: Into<PathBuf>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.inputs.extend(paths.into_iter().map(Into::into));
        self
    }

    /// A file that it reads if it is there: its appearance and disappearance are changes too.
    #[must_use]
    pub fn optional_input(mut self, path: impl Into<PathBuf>) -> Self {
        self.optional_inputs.push(path.into());
        self
    }

    /// A path that must be there before it runs, but whose content does not matter.
    #[must_use]
    pub fn order_only(mut self, path: impl Into<PathBuf>) -> Self {
        self.order_only.push(path.into());
        self
    }

    /// An action, by name, that must be done before this one and whose outputs do not matter to it.
    #[must_use]
    pub fn after(mut self, name: impl Into<String>) -> Self {
        self.after.push(name.into());
        self
    }

    /// A file that it writes.
    #[must_use]
    pub fn output(self, path: impl Into<PathBuf>) -> Self {
        self.output_as(path, OutputKind::File, Placement::Own)
    }

    /// Several [`Self::output`]s.
    #[must_use]
    pub fn outputs<P: Into<PathBuf>>(self, paths: impl IntoIterator<Item = P>) -> Self {
        paths.into_iter().fold(self, Self::output)
    }

    /// A directory that it writes, whole. It is empty when the action starts.
    #[must_use]
    pub fn output_directory(self, path: impl Into<PathBuf>) -> Self {
        self.output_as(path, OutputKind::Directory, Placement::Own)
    }

    /// An output with its kind and placement.
    #[must_use]
    pub fn output_as(mut self, path: impl Into<PathBuf>, kind: OutputKind, placement: Placement) -> Self {
        self.outputs.push(Output { path: path.into(), kind, placement });
        self
    }

    /// Where it writes, in Makefile syntax, what it really read. The file is removed once it is read, unless it
    /// is an output too.
    #[must_use]
    pub fn depfile(mut self, path: impl Into<PathBuf>) -> Self {
        self.depfile = Some(path.into());
        self
    }

    /// A folder that the action keeps for itself, such as a tool's own cache: what it discovers below is not an
    /// input.
    #[must_use]
    pub fn private(mut self, path: impl Into<PathBuf>) -> Self {
        self.private.push(path.into());
        self
    }

    /// Folders in which it looks, in this order, for what its depfile names: what it found in one of them it looked
    /// for in vain in those before, and a file that appears there is a change.
    #[must_use]
    pub fn searches<P: Into<PathBuf>>(mut self, folders: impl IntoIterator<Item = P>) -> Self {
        self.searches.extend(folders.into_iter().map(Into::into));
        self
    }

    /// Finds in a file that it read the names of others, which are looked for beside that one before they are looked
    /// for in the folders that it searches: that one appears where it was looked for in vain is a change too.
    #[must_use]
    pub fn asks(mut self, names: Asks) -> Self {
        self.asks = Some(names);
        self
    }

    /// The pool that limits how many of its kind run at once.
    #[must_use]
    pub fn pool(mut self, name: impl Into<String>) -> Self {
        self.pool = Some(name.into());
        self
    }

    /// Runs one at a time with the others of this name, for tools that lock one place and would only wait for each
    /// other. Unlike a pool of one it does not hold back what comes from the cache, who waits holds no token, and
    /// a function may end its turn early: [`CallContext::end_turn`](crate::CallContext::end_turn).
    #[must_use]
    pub fn turn(mut self, name: impl Into<String>) -> Self {
        self.turn = Some(name.into());
        self
    }

    /// A tool whose identity is part of the action key.
    #[must_use]
    pub fn toolchain(mut self, name: impl Into<String>, digest: Digest) -> Self {
        self.toolchains.push((name.into(), digest));
        self
    }

    /// Says how it runs on another machine. Of no effect on its key.
    #[must_use]
    pub fn elsewhere(mut self, elsewhere: Elsewhere) -> Self {
        self.place = Place::Anywhere(Box::new(elsewhere));
        self
    }

    /// Lets it run on another machine as `ask` finds out when it is about to run, or the reason why it runs here.
    #[must_use]
    pub fn asks_where(mut self, ask: impl Fn() -> Result<Elsewhere, String> + Send + Sync + 'static) -> Self {
        self.place = Place::Asked(Ask(std::sync::Arc::new(ask)));
        self
    }

    /// Says why it runs on this machine alone, for people who wonder: completes "it runs here, since …".
    #[must_use]
    pub fn stays(mut self, reason: &'static str) -> Self {
        self.place = Place::HereFor(reason);
        self
    }

    /// Keeps its outputs out of the content store: they are checked, but never restored or shared.
    #[must_use]
    pub fn uncacheable(mut self) -> Self {
        self.cacheable = false;
        self
    }
}

/// A process to start. It gets exactly the environment that is declared here, plus the jobserver's variables.
#[derive(Clone)]
pub struct Command {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<OsString>,
    pub(crate) environment: Arc<Environment>,
    pub(crate) cwd: Option<PathBuf>,
    pub(crate) stdout: Stdout,
    pub(crate) jobs_flag: Option<OsString>,
}

impl Command {
    /// A process of `program`: a path, or a name that is looked up in the declared `PATH`, else the caller's.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            environment: Arc::default(),
            cwd: None,
            stdout: Stdout::Show,
            jobs_flag: None,
        }
    }

    /// The program and its arguments.
    pub fn words(&self) -> impl Iterator<Item = &OsStr> {
        std::iter::once(self.program.as_os_str()).chain(self.args.iter().map(OsString::as_os_str))
    }

    /// The same with another program.
    #[must_use]
    pub fn program(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = program.into();
        self
    }

    /// An argument.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Several arguments.
    #[must_use]
    pub fn args<A: Into<OsString>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// One variable more in its environment.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        Arc::make_mut(&mut self.environment).set(name, value);
        self
    }

    /// Its whole environment, which many actions can share.
    #[must_use]
    pub fn environment(mut self, environment: Arc<Environment>) -> Self {
        self.environment = environment;
        self
    }

    /// The folder that it runs in, below the root. Without one it runs in the root.
    #[must_use]
    pub fn cwd(mut self, path: impl Into<PathBuf>) -> Self {
        self.cwd = Some(path.into());
        self
    }

    /// An argument more where it runs here: `flag` with how much it may run at once, for programs that know a limit
    /// and no jobserver. What is free when it starts is theirs. No part of the key.
    #[must_use]
    pub fn jobs_flag(mut self, flag: impl Into<OsString>) -> Self {
        self.jobs_flag = Some(flag.into());
        self
    }

    /// Where its standard output goes.
    #[must_use]
    pub fn stdout(mut self, stdout: Stdout) -> Self {
        self.stdout = stdout;
        self
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.program.display(), self.args)
    }
}

/// Where standard output goes. Standard error is always shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stdout {
    /// Collected with standard error, in the order written; shown, and shown again on a cache hit.
    #[default]
    Show,
    /// Into this file, which must be one of the outputs.
    File(PathBuf),
}

/// The environment of a process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    pub(crate) set: BTreeMap<OsString, OsString>,
    pub(crate) passed: BTreeSet<OsString>,
}

impl Environment {
    /// Sets a variable. Name and value are part of the action key.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.set.insert(name.into(), value.into());
    }

    /// Passes the caller's variable on, if there is one. Its value is *not* part of the action key: for what
    /// cannot change an output, such as `HOME` or `TMPDIR`.
    pub fn pass(&mut self, name: impl Into<OsString>) {
        self.passed.insert(name.into());
    }

    /// The value that is set for `name`.
    pub fn get(&self, name: &OsStr) -> Option<&OsStr> {
        self.set.get(name).map(OsString::as_os_str)
    }
}

impl Output {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}
