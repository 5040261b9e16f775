//! The command line: what the user says becomes a request, what happens becomes text.
//!
//! Diagnostics and progress go to standard error, results and the JSON event stream to standard
//! output. Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment
//! lacks something.

mod args;
mod build;
mod check;
mod clean;
mod conditions;
mod delivery;
mod depfile;
mod doctor;
mod project;
mod render;
#[cfg(unix)]
mod signals;
mod targets;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{CommandFactory, Parser};

use crate::request::Environment;
use args::{Cli, Command};

/// Runs the program and gives its exit code.
pub fn main(
    args: impl IntoIterator<Item = OsString>,
    vars: impl IntoIterator<Item = (OsString, OsString)>,
    cwd: io::Result<PathBuf>,
    program: Option<PathBuf>,
) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print();
            let code =
                if error.use_stderr() { 2 } else { printed.map_or_else(|e| render::unwritten(&e), |()| 0) };
            return ExitCode::from(code);
        }
    };
    let cwd = cwd.ok().and_then(|cwd| Utf8PathBuf::from_path_buf(cwd).ok());
    let Some(cwd) = cwd else {
        let _closed =
            writeln!(io::stderr(), "error: the current directory is gone, or its path is not UTF-8");
        return ExitCode::from(2);
    };
    let program = program.and_then(|program| Utf8PathBuf::from_path_buf(program).ok());
    let env = Environment::new(vars, cwd).with_program(program);
    ExitCode::from(dispatch(cli.command, &env))
}

fn dispatch(command: Command, env: &Environment) -> u8 {
    match command {
        Command::Build(args) => build::build(&args, env),
        Command::Headers(args) => build::headers(&args, env),
        Command::Check(args) => check::run(&args, env),
        Command::Targets(args) => targets::run(&args, env),
        Command::Doctor(args) => doctor::run(&args, env),
        Command::Clean(args) => clean::run(&args, env),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "ghostbind", &mut text);
            render::stdout(&text)
        }
    }
}
