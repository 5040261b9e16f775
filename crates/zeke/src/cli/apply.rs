//! `zeke apply`: a diff, exactly or not at all.

use std::io::Read as _;
use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use zeke_core::edit::{Applied, Changes, parse_diff};

use super::context::surroundings;
use super::output::{OutputFormat, put};
use super::undo::{agree_and_apply, shown};
use crate::failure::{Failure, WORK_FAILED};

/// `zeke apply`.
#[derive(clap::Args)]
pub(crate) struct ApplyArgs {
    /// The diff; `-` or none: standard input.
    #[arg(value_name = "FILE")]
    file: Option<Utf8PathBuf>,
    /// Apply without asking: for scripts.
    #[arg(short, long)]
    yes: bool,
    /// The project's folder, below which every file must lie.
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

#[derive(Serialize)]
struct Outcome {
    /// What would change, or has changed, as a unified diff.
    patch: String,
    /// Whether it was written.
    applied: bool,
    /// The edit, as `zeke undo --list` has it.
    edit: Option<Applied>,
}

/// Shows what would change, and changes it if the user agrees.
pub(crate) fn run(args: &ApplyArgs) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    let mut text = String::new();
    if let Some(file) = args.file.as_deref().filter(|file| *file != Utf8Path::new("-")) {
        text = std::fs::read_to_string(surroundings.absolute(file))
            .map_err(|e| Failure::usage_of(format!("cannot read {file}: {e}")))?;
    } else {
        std::io::stdin().lock().read_to_string(&mut text).map_err(|e| Failure::work(&e))?;
    }
    let edits = parse_diff(&text).map_err(|e| Failure::usage(&e))?;
    let project = surroundings.absolute(&args.project);
    let changes = Changes::of(&project, &edits).map_err(|e| Failure::work(&e))?;
    if args.output_format == OutputFormat::Text {
        print!("{}", shown(&changes));
    }
    let applied = agree_and_apply(&surroundings, &args.project, &changes, "apply", args.yes)?;
    if args.output_format != OutputFormat::Text {
        let outcome = Outcome { patch: changes.diff(), applied: applied.is_some(), edit: applied.clone() };
        put(args.output_format, "apply", &outcome, String::new)?;
    }
    Ok(if applied.is_some() || changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WORK_FAILED) })
}
