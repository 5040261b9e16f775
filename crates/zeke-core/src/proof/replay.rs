//! Runs what a receipt says once more, and says whether it is still so.

use std::fs;
use std::time::Duration;

use super::{Check, Folder, Program, Proof, Prover, Step, Verdict};
use crate::receipt::{InputKind, Receipt};

/// What came of a replay.
#[derive(Debug, Clone)]
pub struct Replay {
    /// Whether the receipt still holds.
    pub verdict: ReplayVerdict,
    /// The run, where there was one; its receipt is not kept.
    pub proof: Option<Proof>,
    /// Whether the commands wrote the same as then, but for times and order.
    pub same_output: bool,
}

/// Whether a receipt still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayVerdict {
    /// The same commands on the same files ended the same way.
    Holds,
    /// Files of the project have changed since; with them as they are now the commands end so.
    Stale {
        /// Which files.
        changed: Vec<String>,
        /// Whether the outcome is the one of the receipt nevertheless.
        same_outcome: bool,
    },
    /// The same commands on the same files ended in another way.
    Broken {
        /// Then.
        was: String,
        /// Now.
        is: String,
    },
    /// It could not be run.
    CannotRun {
        /// Why.
        reason: String,
    },
}

impl ReplayVerdict {
    /// Whether the receipt holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        *self == Self::Holds
    }

    /// As machines read it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Stale { .. } => "stale",
            Self::Broken { .. } => "broken",
            Self::CannotRun { .. } => "cannot-run",
        }
    }
}

pub(super) fn replay(prover: &Prover, receipt: &Receipt) -> Replay {
    let check = match check_of(prover, receipt) {
        Ok(check) => check,
        Err(reason) => {
            let verdict = ReplayVerdict::CannotRun { reason };
            return Replay { verdict, proof: None, same_output: false };
        }
    };
    let proof = super::run::prove(prover, &check);
    let Some(now) = &proof.receipt else {
        let reason = match &proof.verdict {
            Verdict::Unverified { reason } => reason.clone(),
            _ => "no step ran".to_owned(),
        };
        return Replay {
            verdict: ReplayVerdict::CannotRun { reason },
            proof: Some(proof),
            same_output: false,
        };
    };
    let changed: Vec<String> = receipt
        .inputs
        .iter()
        .filter(|input| !now.inputs.contains(input))
        .map(|input| input.path.clone())
        .collect();
    let endings = |receipt: &Receipt| receipt.steps.iter().map(|step| step.ending).collect::<Vec<_>>();
    let same_outcome = now.verdict == receipt.verdict && endings(now) == endings(receipt);
    let outputs =
        |receipt: &Receipt| receipt.steps.iter().map(|step| step.output_digest.clone()).collect::<Vec<_>>();
    let same_output = outputs(now) == outputs(receipt);
    let verdict = match (changed.is_empty(), same_outcome) {
        (false, _) => ReplayVerdict::Stale { changed, same_outcome },
        (true, true) => ReplayVerdict::Holds,
        (true, false) => ReplayVerdict::Broken { was: receipt.outcome(), is: now.outcome() },
    };
    Replay { verdict, proof: Some(proof), same_output }
}

/// The check that a receipt was given for, with the files that were written for it.
fn check_of(prover: &Prover, receipt: &Receipt) -> Result<Check, String> {
    let ledger = prover.ledger().ok_or("there is no place where receipts are kept")?;
    let mut files = Vec::new();
    let (mut inputs, mut copies) = (Vec::new(), Vec::new());
    for input in &receipt.inputs {
        match input.kind {
            InputKind::Scratch => {
                let content = ledger.content(&input.digest).map_err(|error| crate::chain(&error))?;
                files.push((input.path.clone(), content));
            }
            InputKind::Project | InputKind::Copied => {
                fs::metadata(prover.project().join(&input.path))
                    .map_err(|error| format!("{} is gone: {error}", input.path))?;
                let list = if input.kind == InputKind::Copied { &mut copies } else { &mut inputs };
                list.push(input.path.clone());
            }
        }
    }
    let steps = receipt.steps.iter().map(|step| Step {
        program: Program::named(&step.program),
        args: step.args.clone(),
        folder: if step.cwd == "." { Folder::Project } else { Folder::Scratch },
        timeout: Duration::from_millis(step.timeout_ms),
        fails: step.fails,
    });
    Ok(Check { claim: receipt.claim.clone(), files, inputs, copies, steps: steps.collect(), cannot: None })
}
