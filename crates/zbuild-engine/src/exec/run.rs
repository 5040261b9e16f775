//! Doing what an action does.

use std::borrow::Cow;
use std::cell::Cell;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::outputs::make_parent;
use super::{ActionError, Context, Note, Tell};
use crate::action::{Command, Work};
use crate::call::{CallContext, CallOutput};
use crate::graph::Bound;
use crate::path;
use crate::process::{self, End, Sink, Spec};
use crate::store::clone_or_copy;
use crate::turns::Turn;

/// An action that succeeded, as far as it says.
#[derive(Default)]
pub(super) struct Ran {
    pub(super) message: Vec<u8>,
    /// What a call says that it read.
    pub(super) discovered: Vec<PathBuf>,
    /// Those that it may have written itself.
    pub(super) maintained: Vec<PathBuf>,
    /// Variables of the caller that it says decided something.
    pub(super) variables: Vec<OsString>,
    /// Folders whose names it says decided something.
    pub(super) names: Vec<PathBuf>,
    /// Not all that it read is known.
    pub(super) unknown: bool,
}

impl From<CallOutput> for Ran {
    fn from(output: CallOutput) -> Self {
        let CallOutput { message, discovered, maintained, variables, names, unknown } = output;
        Self { message, discovered, maintained, variables, names, unknown }
    }
}

pub(super) type Failure = (Vec<u8>, ActionError);

impl Bound {
    /// What the action's errors call it.
    pub(super) fn program_name(&self) -> String {
        match &self.work {
            Work::Command(command) => command.program.display().to_string(),
            _ => self.name.clone(),
        }
    }
}

/// `turn` ends with the action, or when a call ends it. `tokens` are how many it holds.
pub(super) fn run(
    cx: &Context<'_>,
    action: &Bound,
    turn: Option<Turn<'_>>,
    tokens: usize,
    tell: Tell<'_>,
) -> Result<Ran, Failure> {
    match &action.work {
        Work::Command(command) => run_command(cx, action, command, tokens),
        Work::Call(call) => {
            let turn = Cell::new(turn);
            let waits = |what| tell(Note::Waits(what));
            let given =
                CallContext { root: cx.files.root(), cancel: cx.cancel, jobs: cx.jobs, turn, waits: &waits };
            match (call.function)(&given) {
                _ if cx.cancel.is_cancelled() => Err((Vec::new(), ActionError::Cancelled)),
                Ok(output) => Ok(output.into()),
                Err(text) => Err((Vec::new(), ActionError::Call(text))),
            }
        }
        builtin => {
            run_builtin(cx, action, builtin).map_err(|error| (Vec::new(), error))?;
            Ok(Ran::default())
        }
    }
}

fn run_command(cx: &Context<'_>, action: &Bound, command: &Command, tokens: usize) -> Result<Ran, Failure> {
    let root = cx.files.root();
    let program = action.program_name();
    let environment = cx.environment.resolve(&command.environment);
    let Some(file) = cx.environment.locate(&command.program, root, &environment) else {
        return Err((Vec::new(), ActionError::NoProgram { program }));
    };
    let mut args = Cow::Borrowed(&command.args);
    if let Some(flag) = &command.jobs_flag {
        let mut flag = flag.clone();
        flag.push(tokens.to_string());
        args.to_mut().push(flag);
    }
    let cwd = root.join(path::from_bytes(&action.cwd));
    let stdout = action
        .stdout
        .map_or(Ok(Sink::Captured), |file| File::create(cx.files.absolute(file)).map(Sink::File));
    let started = stdout.and_then(|stdout| {
        let spec = Spec { program: &file, args: &args, environment: &environment, cwd: &cwd, stdout };
        process::run(spec, cx.jobs, cx.cancel)
    });
    let ended = match started {
        Ok(ended) => ended,
        // The same error tells that the program and that the folder is missing.
        Err(error) if error.kind() == io::ErrorKind::NotFound && cwd.is_dir() && !file.exists() => {
            return Err((Vec::new(), ActionError::NoProgram { program }));
        }
        Err(source) => return Err((Vec::new(), ActionError::Spawn { program, cwd, source })),
    };
    match ended.how {
        End::Exited(status) if status.success() => Ok(Ran { message: ended.output, ..Ran::default() }),
        End::Exited(status) => {
            let how = process::describe_exit(status);
            Err((ended.output, ActionError::Exit { program, how, code: status.code() }))
        }
        End::Cancelled => Err((ended.output, ActionError::Cancelled)),
    }
}

fn run_builtin(cx: &Context<'_>, action: &Bound, work: &Work) -> Result<(), ActionError> {
    let Some(output) = action.outputs.first() else { return Ok(()) };
    let place = cx.files.absolute(output.file);
    let done = match work {
        Work::WriteFile(content) => write(&place, content),
        Work::Copy => match action.inputs.first() {
            Some(&from) => copy(&cx.files.absolute(from), &place),
            None => Ok(()),
        },
        Work::Command(_) | Work::Call(_) | Work::Group => Ok(()),
    };
    done.map_err(|source| ActionError::Write { path: cx.files.path(output.file), source })
}

fn write(place: &Path, content: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(place)?.write_all(content)
}

/// Copies a file, a link as a link, or a directory with everything in it; nothing is at `to`.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let metadata = fs::symlink_metadata(from)?;
    if metadata.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    make_parent(to)?;
    if metadata.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    let mode = if metadata.permissions().mode() & 0o100 == 0 { 0o666 } else { 0o777 };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(to)?;
    clone_or_copy(&mut File::open(from)?, &mut file)
}
