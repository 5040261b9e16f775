//! `zeke fix`.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Read as _};
use std::process::ExitCode;
use std::time::Duration;

use camino::Utf8PathBuf;
use serde::Serialize;
use zeke_core::assist::{Patch, Report, patch, patch_prompt};
use zeke_core::edit::Changes;
use zeke_core::finding::Place;
use zeke_core::proof::{Command, CommandEnd, Verdict};
use zeke_core::repair::excerpt;
use zeke_core::tasks::fix::{Failed, Fix, Problem, commands, fix};

use super::assist::{Helped, Helper};
use super::context::Context;
use super::output::{Common, Generated, progress, put, write_patch};
use super::undo::{journal, refused};
use crate::failure::{Failure, WORK_FAILED};

/// `zeke fix`.
#[derive(clap::Args)]
pub(crate) struct FixArgs {
    /// A file with what the failed run wrote; `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "command")]
    log: Option<Utf8PathBuf>,
    /// Change the files; the patch is shown as it is without.
    #[arg(long)]
    yes: bool,
    /// The file for the patch; without it the patch goes to standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "yes")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
    /// The command to run: `zig`, `cargo`, `rustc` or `zbuild`.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

#[derive(Serialize)]
struct Repaired {
    fixes: Vec<Fix>,
    /// A unified diff; empty where nothing was proven.
    patch: String,
    /// `verified`, `refuted` or `unverified`.
    verdict: String,
    receipt: Option<String>,
    /// What is still wrong.
    left: Vec<Problem>,
    applied: bool,
    files: Vec<Generated>,
}

/// How long the command that fails may take.
const RUN_TIMEOUT: Duration = Duration::from_mins(20);

/// Repairs; exit code 1 where nothing helped.
pub(crate) fn run(args: &FixArgs) -> Result<ExitCode, Failure> {
    let context = Context::load(&args.common.project)?;
    let prover = context.prover();
    let Some(failed) = failed(args, &context)? else {
        let nothing = Repaired::nothing();
        put(args.common.output_format, "fix", &nothing, String::new)?;
        eprintln!("zeke: the command succeeded, so that there is nothing to fix");
        return Ok(ExitCode::SUCCESS);
    };
    let mut hear = |words: &str| progress(args.common.output_format, words);
    let fixed = fix(&prover, &context.surroundings, &failed, &mut hear).map_err(|e| {
        Failure::work(&e).with_hint(
            "pipe a failed run into `zeke fix`, name it with --log FILE, or give the command behind `--`",
        )
    })?;
    let root = prover.project();
    let changes = fixed.changes;
    let verdict = match &fixed.proof.verdict {
        Verdict::Verified => "verified".to_owned(),
        Verdict::Refuted { .. } => "refuted".to_owned(),
        Verdict::Unverified { reason } => format!("unverified: {reason}"),
    };
    let is_verified = fixed.proof.is_verified();
    let receipt = fixed.proof.receipt.map(|receipt| receipt.id);
    let patch = changes.diff();
    let mut result = Repaired {
        fixes: fixed.fixes,
        patch,
        verdict,
        receipt,
        left: fixed.left,
        applied: false,
        files: Vec::new(),
    };
    let (mut changes, mut added) = (changes, Helped::None);
    if !is_verified {
        added = by_model(args, &context, &failed, &result)?;
        if let Helped::Done(Some(by_model), report) = &added {
            changes = by_model.clone();
            result.take(&changes, report);
        }
    }
    if matches!(added, Helped::Shown) {
        return Ok(ExitCode::SUCCESS);
    }
    context.go_on()?;
    if args.yes && !changes.is_empty() {
        journal(&context.surroundings, root)?.apply(&changes, "zeke fix").map_err(|e| refused(&e))?;
        result.applied = true;
    } else if let Some(output) = &args.output
        && !changes.is_empty()
    {
        result.files.push(write_patch(output, &result.patch)?);
    }
    // Whoever agreed before is shown what it was.
    let shown = args.output.is_none();
    let put = added.put(args.common.output_format, "fix", &result, |_| {
        if shown { result.patch.clone() } else { String::new() }
    });
    eprint!("{}", result.notes());
    put?;
    let is_verified = is_verified || result.verdict == "verified";
    Ok(if is_verified { ExitCode::SUCCESS } else { ExitCode::from(WORK_FAILED) })
}

/// A patch by a model, where one was chosen: for what no rule knows.
fn by_model(
    args: &FixArgs,
    context: &Context,
    failed: &Failed,
    result: &Repaired,
) -> Result<Helped<Option<Changes>>, Failure> {
    let Some(helper) = Helper::of(context, &args.common.model, "fix", "try what no rule knows")? else {
        return Ok(Helped::None);
    };
    let steps = commands(helper.prover(), &context.surroundings, failed).map_err(|e| Failure::work(&e))?;
    let place = |problem: &Problem| Place {
        file: problem.file.clone(),
        line: u32::try_from(problem.line).unwrap_or(1),
        column: 1,
    };
    let wanted = Patch {
        what: "Repair what makes the run fail.".to_owned(),
        facts: excerpt(&failed.log),
        places: result.left.iter().map(place).collect(),
        steps,
    };
    let prompt = patch_prompt(helper.prover(), &context.project, &wanted);
    helper.help(prompt, |help, prompt, events| patch(help, &context.project, &wanted, prompt, events))
}

/// What failed; `None` where the command that was given succeeds.
fn failed(args: &FixArgs, context: &Context) -> Result<Option<Failed>, Failure> {
    if let Some((program, rest)) = args.command.split_first() {
        let file = context.surroundings.which(program);
        let file = file.ok_or_else(|| Failure::environment(format!("`{program}` is not on PATH")))?;
        let words: Vec<&str> = rest.iter().map(String::as_str).collect();
        let mut inside = context.surroundings.clone();
        inside.cwd = context.surroundings.absolute(&context.root);
        let output = Command::new(&inside, &file, &words, RUN_TIMEOUT).run("", &context.cancel);
        let output = output.map_err(Failure::environment)?;
        if output.end == CommandEnd::Exit(0) {
            return Ok(None);
        }
        let log = format!("{}\n{}", output.stdout, output.stderr);
        return Ok(Some(Failed { log, command: args.command.clone() }));
    }
    let is_pipe = args.log.as_ref().is_some_and(|log| log == "-")
        || (args.log.is_none() && !std::io::stdin().is_terminal());
    let log = match &args.log {
        Some(path) if path != "-" => {
            std::fs::read(path).map_err(|e| Failure::usage_of(format!("cannot read {path}: {e}")))?
        }
        _ if is_pipe => {
            let mut bytes = Vec::new();
            std::io::stdin()
                .lock()
                .take(LOG_BYTES_MAX)
                .read_to_end(&mut bytes)
                .map_err(|e| Failure::work(&e))?;
            bytes
        }
        _ => {
            return Err(Failure::usage_of("nothing says what failed").with_hint(
                "pipe a failed run into `zeke fix`, name it with --log FILE, or give the command behind `--`",
            ));
        }
    };
    Ok(Some(Failed { log: String::from_utf8_lossy(&log).into_owned(), command: Vec::new() }))
}

/// How much of a log is read.
const LOG_BYTES_MAX: u64 = 16 << 20;

impl Repaired {
    fn nothing() -> Self {
        Self {
            fixes: Vec::new(),
            patch: String::new(),
            verdict: "verified".to_owned(),
            receipt: None,
            left: Vec::new(),
            applied: false,
            files: Vec::new(),
        }
    }

    /// Takes a model's patch, which was verified.
    fn take(&mut self, changes: &Changes, report: &Report) {
        self.patch = changes.diff();
        "verified".clone_into(&mut self.verdict);
        self.left.clear();
        if let Some(proof) = report.proofs.first() {
            self.receipt.clone_from(&proof.receipt);
        }
    }

    fn notes(&self) -> String {
        let mut out = String::new();
        for fix in &self.fixes {
            let _ = writeln!(out, "{}:{}: {}: {}", fix.file, fix.line, fix.problem, fix.change);
        }
        for problem in &self.left {
            if problem.file.is_empty() {
                let _ = writeln!(out, "left: {}", problem.message);
                continue;
            }
            let _ = writeln!(
                out,
                "{}:{}:{}: left: {}",
                problem.file, problem.line, problem.column, problem.message
            );
        }
        let receipt = self.receipt.as_ref().map_or_else(String::new, |id| format!(" (receipt {id})"));
        let claim = if self.patch.is_empty() {
            "no patch is known that helps"
        } else {
            "the run succeeds with the patch"
        };
        let _ = writeln!(out, "zeke: {}: {claim}{receipt}", self.verdict);
        if self.applied {
            let _ = writeln!(out, "zeke: the files were changed; `zeke undo` takes it back");
        }
        out
    }
}
