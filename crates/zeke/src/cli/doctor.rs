//! `zeke doctor`: what is there, what is missing, what to do.

use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use zeke_core::cancel::Cancel;
use zeke_core::config::Kind;
use zeke_core::model::{Assistant, ModelError, ProviderError, Reach, names};
use zeke_core::plain::one_line;
use zeke_core::proof::{Confinement, FoundTool, Prover};
use zeke_core::surroundings::Surroundings;

use super::context::{on_interrupt, surroundings};
use super::model::ModelArgs;
use super::output::{OutputFormat, put};
use crate::failure::{ENVIRONMENT, Failure};

/// `zeke doctor`.
#[derive(clap::Args)]
pub(crate) struct DoctorArgs {
    /// Ask no server whether it is there.
    #[arg(long)]
    offline: bool,
    /// The project's folder, whose toolchain is looked for.
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

#[derive(Serialize)]
struct Report {
    version: &'static str,
    checks: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    name: String,
    /// `ok`, `absent` (and not needed) or `missing`.
    state: &'static str,
    detail: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Item {
    fn new(name: &str, state: &'static str, detail: impl Into<String>, advice: Option<&str>) -> Self {
        Self { name: name.to_owned(), state, detail: detail.into(), advice: advice.map(str::to_owned) }
    }
}

/// Looks at everything. Exit code 3 where a compiler is missing.
pub(crate) fn run(args: &DoctorArgs) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    let cancel = Cancel::new();
    let switch = cancel.clone();
    on_interrupt(move || switch.set());
    let prover = Prover::new(&surroundings, &args.project, &cancel);
    let tools = prover.tools();
    let zig =
        "install it: python3 -m pip install ziglang, or https://ziglang.org/download; or set ZIG to its path";
    let rust = "install it with rustup: https://rustup.rs";
    let mut checks = vec![
        tool("zig", &tools.zig, zig),
        tool("rustc", &tools.rustc, rust),
        tool("cargo", &tools.cargo, rust),
    ];
    checks.push(place(&surroundings, &args.project));
    checks.push(confined(Confinement::of_this_system()));
    // A configuration that is wrong is reported as such, with exit code 2.
    let assistant = ModelArgs::default().assistant(&surroundings, &cancel)?;
    checks.push(chosen(&assistant));
    for name in names(assistant.config()) {
        checks.push(provider(&assistant, &name, args.offline));
    }
    let lacks = checks.iter().any(|item| item.state == "missing");
    let report = Report { version: env!("CARGO_PKG_VERSION"), checks };
    put(args.output_format, "doctor", &report, || {
        let mut text = String::new();
        for item in &report.checks {
            text = format!("{text}{:8} {:12} {}\n", item.state, item.name, one_line(&item.detail));
            if let Some(advice) = &item.advice {
                text = format!("{text}         {:12} -> {}\n", "", one_line(advice));
            }
        }
        text
    })?;
    Ok(if lacks { ExitCode::from(ENVIRONMENT) } else { ExitCode::SUCCESS })
}

fn tool(name: &str, found: &Result<FoundTool, String>, advice: &str) -> Item {
    match found {
        Ok(tool) => Item::new(name, "ok", format!("{} ({})", tool.version, tool.path), None),
        Err(reason) => Item::new(name, "missing", reason.as_str(), Some(advice)),
    }
}

fn place(surroundings: &Surroundings, project: &Utf8Path) -> Item {
    let Some(folder) = surroundings.project_state(project) else {
        let detail = "receipts are not kept, and edits are not applied";
        return Item::new("state", "missing", detail, Some("set HOME or XDG_STATE_HOME"));
    };
    Item::new("state", "ok", format!("receipts and journal in {folder}"), None)
}

/// What generated programs are held to when they are run.
fn confined(held: Confinement) -> Item {
    let parts = [
        (held.files, "they write in a scratch folder only and do not read the home folder"),
        (held.network, "they have no network"),
        (held.size, "their memory and their files are bounded"),
    ];
    let words = |wanted: bool| {
        let held = parts.iter().filter(|(held, _)| *held == wanted).map(|(_, words)| *words);
        held.collect::<Vec<_>>().join(", ")
    };
    let advice = "run zeke in a container where you do not trust the model that you chose";
    if parts.iter().all(|(held, _)| *held) {
        return Item::new("programs", "ok", format!("generated ones are confined: {}", words(true)), None);
    }
    let detail = format!("this system does not hold generated ones to this: {}", words(false));
    Item::new("programs", "absent", detail, Some(advice))
}

fn chosen(assistant: &Assistant) -> Item {
    let advice = "choose one with --model, ZEKE_MODEL, or `model = \"provider/model\"` in config.toml";
    match assistant.choose("", None) {
        Ok(Some(model)) => Item::new("model", "ok", model.name, None),
        Ok(None) => Item::new("model", "absent", "none is chosen: nothing is sent anywhere", Some(advice)),
        Err(error) => Item::new("model", "missing", zeke_core::chain(&error), error.hint().as_deref()),
    }
}

fn provider(assistant: &Assistant, name: &str, offline: bool) -> Item {
    let provider = match assistant.provider(name) {
        Ok(provider) => provider,
        Err(ModelError::Provider(
            error @ (ProviderError::NoKey { .. } | ProviderError::NoAddress { .. }),
        )) => {
            return Item::new(name, "absent", error.to_string(), None);
        }
        Err(error) => return Item::new(name, "missing", zeke_core::chain(&error), error.hint().as_deref()),
    };
    match &provider.reach {
        Reach::Agent { program: Some(program), .. } => {
            Item::new(name, "ok", format!("{program}, signed in by itself"), None)
        }
        Reach::Agent { command, .. } => {
            let program = command.first().map_or("its program", String::as_str);
            let advice = (name == "copilot").then_some("npm install -g @github/copilot-language-server");
            Item::new(name, "absent", format!("`{program}` is not on PATH"), advice)
        }
        Reach::Endpoint(endpoint) => {
            let key = provider
                .key_source
                .as_ref()
                .map_or("no key".to_owned(), |source| format!("key from {source}"));
            let detail = format!("{}, {key}", endpoint.base_url);
            if offline {
                return Item::new(name, "ok", format!("{detail}, not asked"), None);
            }
            match assistant.models(&provider) {
                Ok(models) => Item::new(name, "ok", format!("{detail}, {} models", models.len()), None),
                // A server that nobody configured and that is not running is not amiss.
                Err(error)
                    if provider.kind == Kind::Ollama && !assistant.config().providers.contains_key(name) =>
                {
                    Item::new(
                        name,
                        "absent",
                        format!("{detail}: {}", zeke_core::chain(&error)),
                        error.hint().as_deref(),
                    )
                }
                Err(error) => Item::new(
                    name,
                    "missing",
                    format!("{detail}: {}", zeke_core::chain(&error)),
                    error.hint().as_deref(),
                ),
            }
        }
    }
}
