//! The command line: arguments in, text and an exit code out.
//!
//! Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment lacks something,
//! 130 interrupted. `zbuild run` ends with the program's own code.

mod add;
mod archive;
mod args;
mod bom;
mod build;
mod cache;
mod clean;
mod companion;
mod fetch;
mod files;
mod graph;
mod init;
mod json;
mod junit;
mod package;
mod progress;
#[cfg(feature = "remote")]
mod remote;
mod report;
mod run;
mod select;
mod signals;
mod test;
mod watch;
mod why;

use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::CommandFactory;
use ghostbind::Environment;
use zbuild_engine::Jobs;

use args::{Arguments, Command};
use report::Report;

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

/// What an interrupt ends with, as shells count it: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

/// Runs the program: reads arguments and environment, does what they say.
#[must_use]
pub fn main() -> ExitCode {
    let shared_jobs = Jobs::inherited(None);
    let arguments = match Arguments::of_process() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _closed = error.print();
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    let report = Report::new(&arguments.output, shared_jobs);
    let outcome = environment().and_then(|env| dispatch(arguments.command, &env, &report));
    let exit_code = outcome.unwrap_or_else(|failure| {
        failure.diagnostics.iter().for_each(|diagnostic| report.diagnostic(diagnostic));
        failure.fault.exit_code()
    });
    ExitCode::from(report.end(exit_code))
}

fn dispatch(command: Command, env: &Environment, report: &Report) -> Result<u8, Failure> {
    match command {
        Command::Build(args) => build::command(&args, env, report),
        Command::Run(args) => run::command(&args, env, report),
        Command::Test(args) => test::command(&args, env, report),
        Command::Watch(args) => watch::command(&args, env, report),
        Command::Why(args) => why::command(&args, env, report),
        Command::Graph(args) => graph::command(&args, env, report),
        Command::Cache(args) => cache::command(&args, env, report),
        Command::Clean(args) => clean::command(&args, env, report),
        Command::Init(args) => init::command(&args, env, report),
        Command::Add(args) => add::command(&args, env, report),
        Command::Fetch(args) => fetch::command(&args, env, report),
        Command::Package(args) => package::command(&args, env, report),
        Command::Completions { shell } => {
            // Straight to standard output it panics where that is full.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "zbuild", &mut script);
            report.output(&String::from_utf8_lossy(&script));
            Ok(0)
        }
        Command::Schema => {
            report.output(&crate::config::schema());
            Ok(0)
        }
        Command::CrateElsewhere => crate_elsewhere(env, report),
    }
}

/// What another machine ordered. An interrupt ends what was begun for it.
fn crate_elsewhere(env: &Environment, report: &Report) -> Result<u8, Failure> {
    let watch = |surroundings: &Environment| {
        if let Err(failure) = signals::Interrupts::watched(&surroundings.children, report) {
            failure.diagnostics.iter().for_each(|diagnostic| report.diagnostic(diagnostic));
        }
    };
    let done = crate::lower::crate_elsewhere::obey(env, watch);
    done.map(|()| 0).map_err(|error| Failure::work(Diagnostic::error(error)))
}

/// The process's surroundings; nothing below reads them again.
fn environment() -> Result<Environment, Failure> {
    #[expect(clippy::disallowed_methods, reason = "read here and passed down")]
    let cwd = std::env::current_dir();
    let cwd = cwd.map_err(|error| Diagnostic::error(format!("there is no current folder: {error}")))?;
    let cwd = Utf8PathBuf::from_path_buf(cwd)
        .map_err(|path| Diagnostic::error(format!("the path {} is not UTF-8", path.display())))?;
    let program = std::env::current_exe().ok().and_then(|program| Utf8PathBuf::from_path_buf(program).ok());
    // Build scripts find the zbuild that builds them.
    let own = program.as_ref().map(|program| ("ZBUILD".into(), program.as_str().into()));
    Ok(Environment::new(std::env::vars_os().chain(own), cwd).with_program(program))
}
