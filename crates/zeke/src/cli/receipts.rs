//! `zeke receipts`: what was proven, and whether it still holds.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use serde::Serialize;
use zeke_core::cancel::Cancel;
use zeke_core::plain::{neutral, one_line};
use zeke_core::proof::{Prover, Replay, ReplayVerdict};
use zeke_core::receipt::{Ledger, LedgerError, Receipt};

use super::context::{on_interrupt, progress, surroundings};
use super::output::{OutputFormat, put};
use crate::failure::{Failure, WORK_FAILED};

/// `zeke receipts`.
#[derive(clap::Args)]
pub(crate) struct ReceiptsArgs {
    #[command(subcommand)]
    command: Option<ReceiptsCommand>,
    /// The project's folder.
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

#[derive(clap::Subcommand)]
enum ReceiptsCommand {
    /// List the project's receipts, oldest first.
    List,
    /// Show a receipt.
    Show {
        /// Its id, or the beginning of it.
        id: String,
    },
    /// Run what a receipt says again; exit code 1 where it does not hold any more.
    Replay {
        /// Its id, or the beginning of it.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        id: Option<String>,
        /// All of them.
        #[arg(long)]
        all: bool,
    },
}

#[derive(Serialize)]
struct Listed {
    receipts: Vec<Receipt>,
}

#[derive(Serialize)]
struct Replayed {
    replays: Vec<Outcome>,
}

#[derive(Serialize)]
struct Outcome {
    id: String,
    claim: String,
    /// `holds`, `stale`, `broken` or `cannot-run`.
    verdict: &'static str,
    /// Why it does not hold.
    reason: Option<String>,
    /// Whether the commands wrote the same as then.
    same_output: bool,
}

/// Lists, shows or replays.
pub(crate) fn run(args: &ReceiptsArgs) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    if !surroundings.absolute(&args.project).is_dir() {
        return Err(Failure::usage_of(format!("{} is not a folder", args.project)));
    }
    let cancel = Cancel::new();
    let prover = Prover::new(&surroundings, &args.project, &cancel);
    let ledger = prover.ledger().ok_or_else(no_place)?;
    match args.command.as_ref().unwrap_or(&ReceiptsCommand::List) {
        ReceiptsCommand::List => list(ledger, args.output_format),
        ReceiptsCommand::Show { id } => {
            let receipt = ledger.find(id).map_err(|e| broken(&e))?;
            put(args.output_format, "receipts", &receipt, || show(&receipt))?;
            Ok(ExitCode::SUCCESS)
        }
        ReceiptsCommand::Replay { id, .. } => {
            let (receipts, all) = match id {
                Some(id) => (vec![ledger.find(id).map_err(|e| broken(&e))?], true),
                None => readable(ledger)?,
            };
            on_interrupt(move || cancel.set());
            let done = replay(&prover, &receipts, args.output_format)?;
            Ok(if all { done } else { ExitCode::from(WORK_FAILED) })
        }
    }
}

pub(crate) fn no_place() -> Failure {
    Failure::environment("there is no place for what zeke remembers: set HOME or XDG_STATE_HOME")
}

fn broken(error: &LedgerError) -> Failure {
    match error {
        LedgerError::NotOne { .. } => Failure::usage(error),
        _ => Failure::work(error),
    }
}

/// The receipts that can be read, and whether all can; the others are told.
fn readable(ledger: &Ledger) -> Result<(Vec<Receipt>, bool), Failure> {
    let (receipts, unread) = ledger.readable().map_err(|e| broken(&e))?;
    for error in &unread {
        eprintln!("zeke: {}", one_line(&zeke_core::chain(error)));
    }
    Ok((receipts, unread.is_empty()))
}

fn list(ledger: &Ledger, format: OutputFormat) -> Result<ExitCode, Failure> {
    let (receipts, all) = readable(ledger)?;
    let list = Listed { receipts };
    put(format, "receipts", &list, || {
        let line = |receipt: &Receipt| {
            let time = receipt.time.split('.').next().unwrap_or_default();
            format!("{}  {time}  {:10}  {}\n", receipt.id, receipt.verdict, one_line(&receipt.claim))
        };
        list.receipts.iter().map(line).collect()
    })?;
    if list.receipts.is_empty() && all {
        eprintln!("zeke: there are no receipts yet");
    }
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(WORK_FAILED) })
}

fn show(receipt: &Receipt) -> String {
    let mut text = format!("{}: {}\n{}\n", receipt.verdict, one_line(&receipt.claim), receipt.time);
    for input in &receipt.inputs {
        let what = format!("{} ({} bytes, blake3 {})", input.path, input.bytes, &input.digest[..16]);
        text = format!("{text}input: {}\n", one_line(&what));
    }
    for step in &receipt.steps {
        let tool = if step.tool_version.is_empty() { "made by a step before" } else { &step.tool_version };
        let command = std::iter::once(&step.program).chain(&step.args).cloned().collect::<Vec<_>>().join(" ");
        text = format!(
            "{text}$ {}\n  in {}, {} ({tool}, {} ms)\n",
            one_line(&command),
            step.cwd,
            step.ending,
            step.duration_ms
        );
        for line in step.output_tail.lines() {
            text = format!("{text}  | {}\n", neutral(line));
        }
    }
    text
}

fn replay(prover: &Prover, receipts: &[Receipt], format: OutputFormat) -> Result<ExitCode, Failure> {
    let mut replays = Vec::new();
    for receipt in receipts {
        progress(&format!("replaying {}", receipt.id));
        let outcome = outcome(receipt, &prover.replay(receipt));
        replays.push(outcome);
        if prover.cancel().is_set() {
            return Err(Failure::cancelled());
        }
    }
    let all_hold = replays.iter().all(|replay| replay.verdict == "holds");
    let replayed = Replayed { replays };
    put(format, "receipts", &replayed, || {
        let line = |replay: &Outcome| {
            let reason = replay.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            let line = format!("{}  {}  {}{reason}", replay.id, replay.verdict, replay.claim);
            one_line(&line) + "\n"
        };
        replayed.replays.iter().map(line).collect()
    })?;
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::from(WORK_FAILED) })
}

fn outcome(receipt: &Receipt, replay: &Replay) -> Outcome {
    let reason = match &replay.verdict {
        ReplayVerdict::Holds => None,
        ReplayVerdict::Stale { changed, same_outcome } => {
            let outcome = if *same_outcome { "the outcome is the same" } else { "the outcome is another" };
            Some(format!("{} changed since; {outcome}", changed.join(", ")))
        }
        ReplayVerdict::Broken { was, is } => Some(format!("then {was}; now {is}")),
        ReplayVerdict::CannotRun { reason } => Some(reason.clone()),
    };
    Outcome {
        id: receipt.id.clone(),
        claim: receipt.claim.clone(),
        verdict: replay.verdict.name(),
        reason,
        same_output: replay.same_output,
    }
}
