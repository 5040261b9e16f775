//! `zeke refactor`.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use zeke_core::assist::{Patch, Report, patch, patch_prompt};
use zeke_core::plain::{neutral, one_line};
use zeke_core::tasks::Boundary;
use zeke_core::tasks::refactor::{Suggestion, suggest};

use super::assist::{Helped, Helper};
use super::context::Context;
use super::output::Common;
use super::undo::agree_and_apply;
use crate::failure::Failure;

/// `zeke refactor`.
#[derive(Subcommand)]
pub(crate) enum RefactorCommand {
    /// Say what could be quicker or safer at the boundary, and where.
    Suggest(SuggestArgs),
}

/// `zeke refactor suggest`.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct SuggestArgs {
    /// The languages on both sides.
    #[arg(long, value_name = "PAIR", default_value = "rust-zig")]
    lang_boundary: LanguagePair,
    /// Calls to batch and copies to avoid; with neither focus everything is said.
    #[arg(long)]
    performance_focus: bool,
    /// Errors and nulls that nobody checks.
    #[arg(long)]
    safety_improvements: bool,
    /// Apply the changes that a model wrote and that were verified, after showing them.
    #[arg(long)]
    apply: bool,
    /// Apply without asking: for scripts.
    #[arg(short, long, requires = "apply")]
    yes: bool,
    #[command(flatten)]
    common: Common,
}

/// Two languages.
#[derive(Clone, Copy, ValueEnum)]
enum LanguagePair {
    /// Rust and Zig.
    RustZig,
    /// Zig and Rust.
    ZigRust,
}

#[derive(Serialize)]
struct Suggested {
    suggestions: Vec<Suggestion>,
}

/// Suggests.
pub(crate) fn run(command: &RefactorCommand) -> Result<ExitCode, Failure> {
    let RefactorCommand::Suggest(args) = command;
    // Both names mean the same boundary.
    let (LanguagePair::RustZig | LanguagePair::ZigRust) = args.lang_boundary;
    let context = Context::load(&args.common.project)?;
    let boundary = Boundary::of(&context.project);
    let all = args.performance_focus == args.safety_improvements;
    let wanted = |s: &Suggestion| all || s.kind.is_performance() == args.performance_focus;
    let result = Suggested { suggestions: suggest(&boundary).into_iter().filter(wanted).collect() };
    let helper = Helper::of(&context, &args.common.model, "refactor", "write the changes out")?;
    let added = match &helper {
        Some(helper) if !result.suggestions.is_empty() => {
            let wanted = wanted_patch(&result.suggestions);
            let prompt = patch_prompt(helper.prover(), &context.project, &wanted);
            helper
                .help(prompt, |help, prompt, events| patch(help, &context.project, &wanted, prompt, events))?
        }
        _ => Helped::None,
    };
    let changes = match &added {
        Helped::Done(changes, _) => changes.clone(),
        _ => None,
    };
    added.put(args.common.output_format, "refactor", &result, |report| {
        text(&result.suggestions) + &report.map(diff).unwrap_or_default()
    })?;
    context.go_on()?;
    match (args.apply, changes) {
        (false, _) => Ok(ExitCode::SUCCESS),
        (true, Some(changes)) => {
            let root = &args.common.project;
            agree_and_apply(&context.surroundings, root, &changes, "refactor", args.yes)?;
            Ok(ExitCode::SUCCESS)
        }
        (true, None) => Err(Failure::work_of("there is no verified change to apply")),
    }
}

/// How many suggestions a model writes out at once.
const SUGGESTIONS_MAX: usize = 3;

fn wanted_patch(suggestions: &[Suggestion]) -> Patch {
    let some = suggestions.get(..SUGGESTIONS_MAX.min(suggestions.len())).unwrap_or_default();
    Patch {
        what: "Do what the suggestions say, on both sides where that is needed.".to_owned(),
        facts: text(some),
        places: some.iter().flat_map(|s| [Some(s.location.clone()), s.peer.clone()]).flatten().collect(),
        steps: Vec::new(),
    }
}

/// What a model would change, as a diff, with how it stands.
fn diff(report: &Report) -> String {
    let Some(diff) = &report.diff else { return String::new() };
    format!("\nChanges ({}, {}):\n{}", one_line(&report.model), report.standing, neutral(diff))
}

/// Suggestions as lines for people.
pub(crate) fn text(suggestions: &[Suggestion]) -> String {
    let mut out = String::new();
    for s in suggestions {
        let at = &s.location;
        let _ = writeln!(
            out,
            "{}:{}:{}: suggestion: {} [{}]",
            at.file,
            at.line,
            at.column,
            s.message,
            s.kind.name()
        );
        if let Some(peer) = &s.peer {
            let _ = writeln!(out, "  other side: {}:{}:{}", peer.file, peer.line, peer.column);
        }
        let _ = writeln!(out, "  evidence: {}\n  change: {}", s.evidence, s.change);
    }
    let _ = writeln!(out, "{} suggestions", suggestions.len());
    out
}
