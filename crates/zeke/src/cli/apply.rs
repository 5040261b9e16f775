//! `zeke apply`: a diff, exactly or not at all.

use std::io::Read as _;
use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use zeke_core::edit::{Changes, parse_diff};

use super::context::surroundings;
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
    print!("{}", shown(&changes));
    let applied = agree_and_apply(&surroundings, &args.project, &changes, "apply", args.yes)?;
    Ok(if applied.is_some() || changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WORK_FAILED) })
}
