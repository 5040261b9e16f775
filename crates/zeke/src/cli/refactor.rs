//! `zeke refactor`.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use zeke_core::tasks::Boundary;
use zeke_core::tasks::refactor::{Suggestion, suggest};

use super::context::{Context, with_a_model};
use super::output::{Common, put};
use crate::failure::Failure;

/// `zeke refactor`.
#[derive(Subcommand)]
pub(crate) enum RefactorCommand {
    /// Say what could be quicker or safer at the boundary, and where.
    Suggest(SuggestArgs),
}

/// `zeke refactor suggest`.
#[derive(clap::Args)]
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
    put(args.common.output_format, "refactor", &result, || text(&result.suggestions))?;
    with_a_model("write the changes out");
    Ok(ExitCode::SUCCESS)
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
