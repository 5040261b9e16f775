//! The command line. One file a group of commands; what they print goes through `output.rs`.
//!
//! Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment lacks something.

mod args;
mod bench;
mod check;
mod directory;
mod healthcheck;
mod key;
mod mock;
mod output;
mod route;
mod serve;
mod team;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser};

use self::args::{Args, Command};
use self::output::Failure;
use crate::config::Environment;

/// Runs the command that `arguments` say, with the process's environment.
pub fn main(
    arguments: impl Iterator<Item = OsString>,
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            let printed = error.print();
            // Help and version are no errors.
            return match (error.use_stderr(), Failure::of_output(printed)) {
                (true, _) => ExitCode::from(2),
                (false, Ok(())) => ExitCode::SUCCESS,
                (false, Err(failure)) => failure.report(),
            };
        }
    };
    let text =
        |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
    let environment: Environment = variables.filter_map(text).collect();
    match run(args.command, &environment) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(command: Command, environment: &Environment) -> Result<(), Failure> {
    match command {
        Command::Serve(serve) => serve::run(serve, environment),
        Command::Key(command) => key::run(command, environment),
        Command::Usage(command) => usage::run(command, environment),
        Command::Team(command) => team::run_team(command, environment),
        Command::Budget(command) => team::run_budget(command, environment),
        Command::Mock(options) => mock::run(&options),
        Command::Route(command) => route::run(command, environment),
        Command::Check(options) => check::run(&options, environment),
        Command::Healthcheck(options) => healthcheck::run(&options, environment),
        Command::Bench(options) => bench::run(&options),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "ghostllm", &mut script);
            output::line(String::from_utf8_lossy(&script).trim_end())
        }
    }
}
