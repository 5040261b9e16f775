//! `zeke auth`: keys of providers.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;

use serde::Serialize;
use zeke_core::cancel::Cancel;
use zeke_core::config::Config;
use zeke_core::keys::{KeyError, Keys};
use zeke_core::model::{key_variables, names};

use super::context::surroundings;
#[cfg(unix)]
use super::context::{end_by_interrupt, on_interrupt};
use super::output::{OutputFormat, put};
use crate::failure::Failure;

/// `zeke auth`.
#[derive(clap::Subcommand)]
pub(crate) enum AuthCommand {
    /// Keep a key, read from standard input: in the keyring where there is one, else in a file that
    /// only you can read.
    Login {
        /// The provider.
        provider: String,
        /// Keep it in the file even where there is a keyring.
        #[arg(long)]
        file: bool,
        /// How it is written to standard output.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output_format: OutputFormat,
    },
    /// Forget a key that was kept.
    Logout {
        /// The provider.
        provider: String,
        /// How it is written to standard output.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output_format: OutputFormat,
    },
    /// Show which providers have a key, and where it is from. Keys are not shown.
    Status {
        /// How it is written to standard output.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output_format: OutputFormat,
    },
}

#[derive(Serialize)]
struct Status {
    providers: Vec<State>,
}

#[derive(Serialize)]
struct State {
    provider: String,
    /// Where the key is from; `null`: there is none.
    source: Option<String>,
    /// Where it would be looked for in the environment.
    variables: Vec<String>,
}

/// What became of a provider's key.
#[derive(Serialize)]
struct Changed {
    provider: String,
    /// Where it is kept now.
    kept: Vec<String>,
    /// Where it was and is no more.
    forgotten: Vec<String>,
}

/// Does it.
pub(crate) fn run(command: &AuthCommand) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    let config = Config::load(&surroundings).map_err(|e| Failure::usage(&e))?;
    let cancel = Cancel::new();
    let keys = Keys::new(&surroundings, &cancel);
    match command {
        AuthCommand::Login { provider, file, output_format } => {
            known(&config, provider)?;
            let key = read_key(provider)?;
            let kept = match keys.keep(provider, &key, *file) {
                Err(error @ KeyError::Keyring { .. }) => {
                    eprintln!("zeke: {}; the key goes into a file", zeke_core::chain(&error));
                    keys.keep(provider, &key, true)
                }
                kept => kept,
            };
            let source = kept.map_err(|e| Failure::usage(&e))?;
            eprintln!("zeke: the key of {provider} is kept: {source}");
            for name in key_variables(&config, provider) {
                if surroundings.var(&name).is_some() {
                    eprintln!("zeke: {name} is set as well, and goes before it");
                }
            }
            let changed =
                Changed { provider: provider.clone(), kept: vec![source.to_string()], forgotten: vec![] };
            put(*output_format, "auth", &changed, String::new)?;
        }
        AuthCommand::Logout { provider, output_format } => {
            let forgotten = keys.forget(provider).map_err(|e| Failure::usage(&e))?;
            if forgotten.is_empty() {
                eprintln!("zeke: no key of {provider} was kept");
            }
            for source in &forgotten {
                eprintln!("zeke: the key of {provider} is forgotten: {source}");
            }
            let forgotten = forgotten.iter().map(ToString::to_string).collect();
            let changed = Changed { provider: provider.clone(), kept: vec![], forgotten };
            put(*output_format, "auth", &changed, String::new)?;
        }
        AuthCommand::Status { output_format } => return status(&config, &keys, *output_format),
    }
    Ok(ExitCode::SUCCESS)
}

fn status(config: &Config, keys: &Keys<'_>, format: OutputFormat) -> Result<ExitCode, Failure> {
    let mut providers = Vec::new();
    for provider in names(config) {
        let variables = key_variables(config, &provider);
        let names: Vec<&str> = variables.iter().map(String::as_str).collect();
        let found = keys.find(&provider, &names).map_err(|e| Failure::usage(&e))?;
        let source = found.map(|key| key.source.to_string());
        providers.push(State { provider, source, variables });
    }
    let status = Status { providers };
    put(format, "auth", &status, || {
        let line = |state: &State| {
            let none = match state.variables.first() {
                Some(variable) => format!("no key ({variable} is not set)"),
                None => "needs no key of zeke's".to_owned(),
            };
            format!("{:12} {}\n", state.provider, state.source.clone().unwrap_or(none))
        };
        status.providers.iter().map(line).collect()
    })?;
    Ok(ExitCode::SUCCESS)
}

fn known(config: &Config, provider: &str) -> Result<(), Failure> {
    let all = names(config);
    if all.iter().any(|name| name == provider) {
        return Ok(());
    }
    Err(Failure::usage_of(format!("there is no provider `{provider}`; there are {}", all.join(", "))))
}

fn read_key(provider: &str) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let is_terminal = stdin.is_terminal();
    if is_terminal {
        eprint!("Key of {provider} (not shown): ");
        let _gone = std::io::stderr().flush();
    }
    let _silence = is_terminal.then(Silence::begin);
    let mut key = String::new();
    stdin.lock().read_line(&mut key).map_err(|e| Failure::work(&e))?;
    if is_terminal {
        eprintln!();
    }
    if key.trim().is_empty() {
        return Err(Failure::usage_of("there was no key on standard input"));
    }
    Ok(key)
}

/// A terminal that does not show what is typed, until this is dropped.
struct Silence {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Silence {
    #[cfg(unix)]
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(std::io::stdin()).ok();
        if let Some(mut silent) = before.clone() {
            silent.local_modes.remove(LocalModes::ECHO);
            let _shown = tcsetattr(std::io::stdin(), OptionalActions::Flush, &silent);
        }
        let at_interrupt = before.clone();
        // The process ends without dropping anything then.
        on_interrupt(move || {
            Self::end(at_interrupt.as_ref());
            end_by_interrupt();
        });
        Self { before }
    }

    #[cfg(unix)]
    fn end(before: Option<&rustix::termios::Termios>) {
        if let Some(before) = before {
            let when = rustix::termios::OptionalActions::Now;
            let _silent = rustix::termios::tcsetattr(std::io::stdin(), when, before);
        }
    }

    #[cfg(not(unix))]
    fn begin() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        Self::end(self.before.as_ref());
    }
}
