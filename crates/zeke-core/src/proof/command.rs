//! A tool of the user's system that is asked once, bounded as everything else.

use std::collections::BTreeMap;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::process::{self, End, Invocation};
use super::tools;
use crate::cancel::Cancel;
use crate::surroundings::Surroundings;

/// A tool with its arguments.
#[derive(Debug)]
pub struct Command<'a> {
    surroundings: &'a Surroundings,
    program: Utf8PathBuf,
    args: Vec<String>,
    vars: BTreeMap<String, String>,
    timeout: Duration,
}

/// What a tool left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandOutput {
    /// How it ended.
    pub end: CommandEnd,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

/// How a tool ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandEnd {
    /// By itself.
    Exit(i32),
    /// By a signal, or because it took too long, wrote too much or was cancelled.
    Ended,
}

impl<'a> Command<'a> {
    /// A tool in the user's folder, with the environment that compilers have.
    #[must_use]
    pub fn new(surroundings: &'a Surroundings, program: &Utf8Path, args: &[&str], timeout: Duration) -> Self {
        Self {
            surroundings,
            program: program.to_owned(),
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            vars: tools::environment(surroundings),
            timeout,
        }
    }

    /// Passes these variables on as well.
    pub fn pass(&mut self, names: &[&str]) {
        for name in names {
            if let Some(value) = self.surroundings.vars.get(*name) {
                self.vars.insert((*name).to_owned(), value.clone());
            }
        }
    }

    /// Runs it; the error says why it did not start.
    pub fn run(&self, input: &str, cancel: &Cancel) -> Result<CommandOutput, String> {
        let what = Invocation {
            program: &self.program,
            args: &self.args,
            cwd: &self.surroundings.cwd,
            vars: &self.vars,
            timeout: self.timeout,
            input,
            bounds: None,
        };
        let finished = process::run(&what, cancel).map_err(|error| crate::chain(&error))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(CommandOutput {
            end: match finished.end {
                End::Exit(code) => CommandEnd::Exit(code),
                _ => CommandEnd::Ended,
            },
            stdout: text(&finished.stdout),
            stderr: text(&finished.stderr),
        })
    }
}
