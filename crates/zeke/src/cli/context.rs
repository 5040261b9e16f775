//! What a command reads of its surroundings, once.

use std::io::{IsTerminal as _, Seek as _, Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use zeke_core::cancel::Cancel;
use zeke_core::plain::one_line;
use zeke_core::project::Project;
use zeke_core::proof::Prover;
use zeke_core::surroundings::Surroundings;
use zeke_core::tasks::{Boundary, NotRead};

use super::output::OutputFormat;

use crate::failure::Failure;

/// A project and its surroundings.
pub(crate) struct Context {
    /// Environment and current directory.
    pub(crate) surroundings: Surroundings,
    /// The project's folder as it was named.
    pub(crate) root: Utf8PathBuf,
    /// Its files.
    pub(crate) project: Project,
    /// Ends what runs.
    pub(crate) cancel: Cancel,
}

impl Context {
    /// Reads a project and the process's surroundings.
    pub(crate) fn load(root: &Utf8Path) -> Result<Self, Failure> {
        let project = Project::load(root).map_err(|e| Failure::usage(&e))?;
        for left_out in &project.left_out {
            eprintln!("zeke: {} is not analysed: {}", left_out.path, left_out.reason);
        }
        Ok(Self { surroundings: surroundings()?, root: root.to_owned(), project, cancel: Cancel::new() })
    }

    /// Runs the project's compilers; from here on Ctrl-C ends them, and a second one everything.
    pub(crate) fn prover(&self) -> Prover {
        let (cancel, mut asked) = (self.cancel.clone(), false);
        on_interrupt(move || {
            cancel.set();
            if std::mem::replace(&mut asked, true) {
                end_by_interrupt();
            }
        });
        Prover::new(&self.surroundings, &self.root, &self.cancel)
    }

    /// An error where the user has broken it off. Asked before anything is written: what was not
    /// finished is nobody's wish.
    pub(crate) fn go_on(&self) -> Result<(), Failure> {
        if self.cancel.is_set() { Err(Failure::cancelled()) } else { Ok(()) }
    }

    /// A path as the user gave it, relative to the project, with `/`.
    pub(crate) fn in_project(&self, path: &Utf8Path) -> String {
        let full = |path: &Utf8Path| {
            let path = self.surroundings.absolute(path);
            path.canonicalize_utf8().unwrap_or(path)
        };
        let root = full(&self.root);
        let named = full(path);
        // A file that is gone has no canonical form; neither has a path that was meant from the project's root.
        let inside = named.strip_prefix(&root).map(Utf8Path::to_owned);
        let inside = inside.unwrap_or_else(|_| path.to_owned());
        let clean: Vec<&str> = inside.components().map(|c| c.as_str()).filter(|part| *part != ".").collect();
        clean.join("/").replace('\\', "/")
    }

    /// Takes the files as the index has them, in place of the work tree's.
    pub(crate) fn take_index(&mut self) -> Result<(), Failure> {
        let failed = |e: std::io::Error| Failure::work_of(format!("cannot read the index: {e}"));
        let folder = tempfile::tempdir_in(&self.surroundings.scratch).map_err(failed)?;
        let top = Utf8PathBuf::from_path_buf(folder.path().to_owned())
            .map_err(|path| Failure::environment(format!("{} is not UTF-8", path.display())))?;
        // Where the project lies below the top of the work tree; files come out with that before them.
        let below = self.git(&["rev-parse", "--show-prefix"])?;
        let inside = top.join(below.trim_end_matches(['\n', '/']));
        std::fs::create_dir_all(&inside).map_err(failed)?;
        let entries = self.git(&["ls-files", "--cached", "--stage", "-z"])?;
        let mut wanted = String::new();
        for (mode, path) in
            entries.split('\0').filter_map(|entry| Some((entry.get(..6)?, entry.split_once('\t')?.1)))
        {
            if !matches!(mode, "100644" | "100755") {
                continue;
            }
            if Project::reads(Utf8Path::new(path)) {
                wanted.push_str(path);
                wanted.push('\0');
            } else if Project::notices(Utf8Path::new(path)) {
                let path = inside.join(path);
                std::fs::create_dir_all(path.parent().unwrap_or(&inside)).map_err(failed)?;
                std::fs::write(path, "").map_err(failed)?;
            }
        }
        self.git_with(&["checkout-index", "--stdin", "-z", &format!("--prefix={top}/")], &wanted)?;
        let staged = Project::load(&inside).map_err(|e| Failure::work(&e))?;
        self.project = Project { root: self.project.root.clone(), ..staged };
        Ok(())
    }

    /// What `git` answers in the project.
    pub(crate) fn git(&self, args: &[&str]) -> Result<String, Failure> {
        self.git_with(args, "")
    }

    fn git_with(&self, args: &[&str], input: &str) -> Result<String, Failure> {
        let git =
            self.surroundings.which("git").ok_or_else(|| Failure::environment("`git` is not on PATH"))?;
        #[expect(clippy::disallowed_methods, reason = "the crate's one place for it")]
        let mut command = std::process::Command::new(git);
        // A repository's own settings may name a program that is run to look for changes.
        command
            .args(["-c", "core.fsmonitor=false"])
            .args(args)
            .current_dir(self.surroundings.absolute(&self.root));
        let unusable = |e: std::io::Error| Failure::environment(format!("cannot start git: {e}"));
        // A file takes any length without a second thread.
        let mut file = tempfile::tempfile_in(&self.surroundings.scratch).map_err(unusable)?;
        file.write_all(input.as_bytes()).and_then(|()| file.rewind()).map_err(unusable)?;
        let output = command.stdin(file).output().map_err(unusable)?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Failure::usage_of(format!("`git {}` failed: {why}", args.join(" "))));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Takes the interfaces of libraries from what is built, and tells where that is not possible.
pub(crate) fn read_built(
    boundary: &mut Boundary<'_>,
    prover: &Prover,
    context: &Context,
    format: OutputFormat,
) {
    let mut hear = |words: &str| super::output::progress(format, words);
    for NotRead { library, reason } in boundary.take_built(prover, &context.surroundings, &mut hear) {
        let reason = reason.lines().rfind(|line| line.starts_with("error")).unwrap_or(&reason).to_owned();
        eprintln!("zeke: {library}: only its source is read: {}", one_line(&reason));
    }
}

/// The environment of this process.
pub(crate) fn surroundings() -> Result<Surroundings, Failure> {
    #[expect(clippy::disallowed_methods, reason = "the top, where it is read")]
    let cwd =
        std::env::current_dir().map_err(|e| Failure::environment(format!("no current directory: {e}")))?;
    let utf8 = |path| Utf8PathBuf::from_path_buf(path).map_err(|path| path.display().to_string());
    let cwd = utf8(cwd).map_err(|path| Failure::environment(format!("{path} is not UTF-8")))?;
    let scratch = utf8(std::env::temp_dir()).unwrap_or_else(|_| cwd.clone());
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    Ok(Surroundings { vars: std::env::vars_os().filter_map(text).collect(), cwd, scratch })
}

/// Does something when the user interrupts, instead of ending.
#[cfg(unix)]
pub(crate) fn on_interrupt(mut act: impl FnMut() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    std::thread::spawn(move || {
        for _ in &mut signals {
            act();
        }
    });
}

#[cfg(not(unix))]
pub(crate) fn on_interrupt(_act: impl FnMut() + Send + 'static) {}

/// Ends the process as an interrupt does that nobody waits for.
pub(crate) fn end_by_interrupt() {
    #[cfg(unix)]
    let _unended = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
}

/// Tells people at a terminal what takes time.
pub(crate) fn progress(words: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("zeke: {words} …");
    }
}

/// The one line about what a model would add.
pub(crate) fn with_a_model(words: &str) {
    eprintln!("zeke: no model was asked; one would {words}.");
}
