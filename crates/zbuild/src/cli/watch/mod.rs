//! `zbuild watch`: builds again whenever a source changes, and restarts the program with `--run`.
//!
//! A change starts a build once it has been quiet for a moment, so that an editor's rename and a tool that writes
//! ten files are one change. Which files matter is the engine's to say: a change that concerns nothing costs a
//! build that finds nothing to do, and says nothing.

mod folders;
mod program;

use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use zbuild_engine::Summary;

use super::args::WatchArgs;
use super::report::Report;
use super::signals::Interrupts;
use super::{INTERRUPTED, build};
use crate::build::{Build, check_names};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::project::Workspace;
use folders::Folders;
use program::Program;

/// A change is over when nothing more comes for this long.
const QUIET: Duration = Duration::from_millis(15);
/// A build starts this long after the first change, even if more come.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often a wait looks whether it was interrupted and whether the program still runs.
const TICK: Duration = Duration::from_millis(100);

pub(super) fn command(args: &WatchArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    build::one_target(&args.build)?;
    let report = if args.run { &report.beside_a_program() } else { report };
    let root = Workspace::locate(&env.cwd, args.build.config.as_deref())?;
    check_names(env, args.build.config.as_deref(), &args.build.wish(env, false))?;
    let cancel = Interrupts::watched(&env.children, report)?;
    let mut folders = Folders::below(&root);
    if let Some(error) = folders.fallback() {
        report.diagnostic(&Diagnostic::warning(format!("looks for changes all the time: {error}")));
    }
    let mut watch = Watch { args, env, report, cancel, program: None, rounds: 0 };
    while !watch.cancel.is_cancelled() {
        let sources = watch.round();
        // What lies in folders that were not watched may have changed before they were.
        if folders.follow(&sources) {
            continue;
        }
        watch.wait(&mut folders);
    }
    if let Some(program) = watch.program.take() {
        program.end();
    }
    Ok(INTERRUPTED)
}

struct Watch<'a> {
    args: &'a WatchArgs,
    env: &'a Environment,
    report: &'a Report,
    cancel: Interrupts,
    program: Option<Program>,
    rounds: usize,
}

impl Watch<'_> {
    /// Builds once, whatever comes of it; the folders of the sources as they now are.
    fn round(&mut self) -> Vec<Utf8PathBuf> {
        self.rounds += 1;
        match self.build() {
            Ok((prepared, summary)) => {
                let restarted = summary.map_or(Ok(()), |summary| self.restart(&prepared, &summary));
                if let Err(failure) = restarted {
                    self.say(&failure);
                }
                prepared.source_folders(self.env).unwrap_or_default()
            }
            Err(failure) => {
                self.say(&failure);
                Vec::new()
            }
        }
    }

    /// No summary where a part with a `build.zig` of its own failed, which is said.
    fn build(&self) -> Result<(Build, Option<Summary>), Failure> {
        let mut prepared = build::prepare(&self.args.build, self.env, self.report, false)?;
        if build::settle(&mut prepared, &self.cancel, self.report)?.is_some() {
            return Ok((prepared, None));
        }
        // Whether there is a program is said once, before anything is built.
        if self.args.run {
            super::run::program(&prepared.lowered.products, None, &prepared.workspace.files[0])?;
        }
        let quietly = self.rounds > 1;
        let summary = build::run_round(&prepared, &self.cancel, self.report, quietly)?;
        Ok((prepared, Some(summary)))
    }

    /// Starts the program anew where the build left another, or where none was started yet.
    fn restart(&mut self, prepared: &Build, summary: &Summary) -> Result<(), Failure> {
        let changed = summary.ran + summary.cached + summary.restored > 0;
        if !self.args.run || !summary.is_success() || !(changed || self.program.is_none()) {
            return Ok(());
        }
        if let Some(program) = self.program.take() {
            program.end();
        }
        let product = super::run::program(&prepared.lowered.products, None, &prepared.workspace.files[0])?;
        self.program = Some(Program::start(product, &self.args.args)?);
        Ok(())
    }

    /// Waits for a change, and for its end.
    fn wait(&mut self, folders: &mut Folders) {
        let mut first: Option<Instant> = None;
        while !self.cancel.is_cancelled() {
            let limit = if first.is_some() { QUIET } else { TICK };
            let changed = folders.changed(limit);
            match (changed, first) {
                (true, None) => first = Some(Instant::now()),
                (true, Some(since)) if since.elapsed() < PATIENCE => {}
                (_, Some(_)) => return,
                (false, None) => self.note_end(),
            }
        }
    }

    fn note_end(&mut self) {
        if let Some(program) = &mut self.program
            && let Some(code) = program.ended()
        {
            self.report.line(&format!("the program ended with code {code}; watching"));
        }
    }

    fn say(&self, failure: &Failure) {
        failure.diagnostics.iter().for_each(|diagnostic| self.report.diagnostic(diagnostic));
    }
}

/// Whether nothing below a folder of this name is a source.
fn is_skipped(path: &Utf8Path) -> bool {
    crate::lower::Places::is_output(path) || path.file_name() == Some("node_modules")
}
