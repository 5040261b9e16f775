//! `zeke optimize`.

use std::fmt::Write as _;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::Subcommand;
use serde::Serialize;
use zeke_core::edit::{Changes, Edit};
use zeke_core::tasks::Boundary;
use zeke_core::tasks::optimize::{Advice, Wanted, optimize};

use super::assist::{Helped, comment, words};
use super::context::Context;
use super::output::{Common, Generated, OutputFormat, write_patch};
use crate::failure::Failure;

/// `zeke optimize`.
#[derive(Subcommand)]
pub(crate) enum OptimizeCommand {
    /// Check Cargo.toml, zbuild.json and build.zig; the result is a patch, with reasons beside it.
    #[command(after_help = "\
Examples:
  zeke optimize build-config --profile production --target-analysis --dependency-graph
  zeke optimize build-config | git apply")]
    BuildConfig(BuildConfigArgs),
}

/// `zeke optimize build-config`.
#[derive(clap::Args)]
pub(crate) struct BuildConfigArgs {
    /// The profile or target that is built for: `production` is Cargo's `release`.
    #[arg(long, value_name = "PROFILE", default_value = "production")]
    profile: String,
    /// Look at processors and targets too.
    #[arg(long)]
    target_analysis: bool,
    /// Look for versions of one crate side by side.
    #[arg(long)]
    dependency_graph: bool,
    /// The file for the patch; without it the patch goes to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Serialize)]
struct Optimized {
    advice: Vec<Advice>,
    /// A unified diff; empty where nothing changes.
    patch: String,
    unread: Vec<String>,
    files: Vec<Generated>,
}

/// Advises.
pub(crate) fn run(command: &OptimizeCommand) -> Result<ExitCode, Failure> {
    let OptimizeCommand::BuildConfig(args) = command;
    let context = Context::load(&args.common.project)?;
    let boundary = Boundary::of(&context.project);
    let neither = !args.target_analysis && !args.dependency_graph;
    let wanted = Wanted {
        profile: args.profile.clone(),
        target_analysis: args.target_analysis || neither,
        dependency_graph: args.dependency_graph || neither,
    };
    let root = context.surroundings.absolute(&context.root);
    let found = optimize(&boundary, &root, &wanted);
    let edits: Vec<Edit> = found
        .files
        .iter()
        .map(|file| Edit::Write { path: file.file.clone(), text: file.text.clone() })
        .collect();
    let patch = Changes::of(&root, &edits).map_err(|e| Failure::work(&e))?.diff();
    let mut result = Optimized { advice: found.advice, patch, unread: found.unread, files: Vec::new() };
    let job = "You weigh advice about a build's configuration against what the program is for: what to take first, \
               what to measure, what not to do.";
    let would = "weigh the advice against what the program is for";
    let added = comment(&context, &args.common.model, "optimize", would, job, &reasons(&result.advice))?;
    if matches!(added, Helped::Shown) {
        return Ok(ExitCode::SUCCESS);
    }
    context.go_on()?;
    if let Some(output) = &args.output {
        result.files.push(write_patch(output, &result.patch)?);
    }
    let written = args.output.is_some();
    let is_text = args.common.output_format == OutputFormat::Text;
    let said = added.report().map(words).filter(|_| is_text);
    let put = added.put(args.common.output_format, "optimize", &result, |_| {
        if written { String::new() } else { result.patch.clone() }
    });
    for unread in &result.unread {
        eprintln!("zeke: not read: {unread}");
    }
    eprint!("{}{}", reasons(&result.advice), said.unwrap_or_default());
    put?;
    Ok(ExitCode::SUCCESS)
}

fn reasons(advice: &[Advice]) -> String {
    let mut out = String::new();
    for one in advice {
        let kind = if one.in_patch { "patch" } else { "advice" };
        let _ = writeln!(out, "{}:{}: {kind}: {}: {}", one.file, one.line, one.message, one.reason);
    }
    if advice.is_empty() {
        out.push_str("zeke: nothing to change\n");
    }
    out
}
