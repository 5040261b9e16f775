//! `zeke undo`, and how edits are shown, agreed to and written.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;
use zeke_core::edit::{Applied, Changes, Journal, JournalError};
use zeke_core::plain::{neutral, one_line};
use zeke_core::surroundings::Surroundings;

use super::context::surroundings;
use super::output::{OutputFormat, put};
use super::receipts::no_place;
use crate::failure::Failure;

/// `zeke undo`.
#[derive(clap::Args)]
pub(crate) struct UndoArgs {
    /// List what can be undone, oldest first, and undo nothing.
    #[arg(long)]
    list: bool,
    /// The project's folder.
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

#[derive(Serialize)]
struct Listed {
    edits: Vec<Applied>,
}

/// Takes the last edits of zeke's back.
pub(crate) fn run(args: &UndoArgs) -> Result<ExitCode, Failure> {
    let journal = journal(&surroundings()?, &args.project)?;
    let edits = if args.list {
        journal.list().map_err(|e| Failure::work(&e))?
    } else {
        vec![journal.undo().map_err(|e| refused(&e))?.applied]
    };
    let word = if args.list { "" } else { "undone: " };
    let listed = Listed { edits };
    put(args.output_format, "undo", &listed, || {
        let line = |edit: &Applied| {
            let files: Vec<&str> = edit.files.iter().map(|file| file.path.as_str()).collect();
            let time = edit.time.split('.').next().unwrap_or_default();
            one_line(&format!("{word}{time} {} ({})", edit.reason, files.join(", "))) + "\n"
        };
        listed.edits.iter().map(line).collect()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Shows changes and writes them if the user agrees, or has agreed with `--yes`.
pub(crate) fn agree_and_apply(
    surroundings: &Surroundings,
    project: &Utf8Path,
    changes: &Changes,
    reason: &str,
    yes: bool,
) -> Result<Option<Applied>, Failure> {
    if changes.is_empty() {
        eprintln!("zeke: nothing would change");
        return Ok(None);
    }
    if !yes && !agrees(changes)? {
        eprintln!("zeke: nothing was changed");
        return Ok(None);
    }
    let applied = journal(surroundings, project)?.apply(changes, reason).map_err(|e| refused(&e))?;
    for file in &applied.files {
        eprintln!("zeke: wrote {}", one_line(&file.path));
    }
    eprintln!("zeke: undo with: zeke undo");
    Ok(Some(applied))
}

fn agrees(changes: &Changes) -> Result<bool, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !std::io::stderr().is_terminal() {
        let what = "the changes are not applied: there is no terminal to ask at";
        return Err(Failure::usage_of(what).with_hint("--yes applies them"));
    }
    let count = changes.files.len();
    let files = if count == 1 { "this change".to_owned() } else { format!("these changes of {count} files") };
    eprint!("Apply {files}? [y/N] ");
    let _gone = std::io::stderr().flush();
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).map_err(|e| Failure::work(&e))?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Changes as a diff, harmless for a terminal.
pub(crate) fn shown(changes: &Changes) -> String {
    neutral(&changes.diff()).into_owned()
}

pub(crate) fn journal(surroundings: &Surroundings, project: &Utf8Path) -> Result<Journal, Failure> {
    let project = surroundings.absolute(project);
    let project = project
        .canonicalize_utf8()
        .map_err(|e| Failure::usage_of(format!("{project} cannot be entered: {e}")))?;
    let state = surroundings.project_state(&project).ok_or_else(no_place)?;
    Ok(Journal::new(&project, &state))
}

pub(crate) fn refused(error: &JournalError) -> Failure {
    match error {
        JournalError::Changed { .. } => Failure::work(error).with_hint("nothing was changed"),
        _ => Failure::work(error),
    }
}
