//! What a model adds to a task: the task gives its result and what it knows, the model writes, and
//! what it wrote is held against compilers, tests, the analysis and the files. What does not hold is
//! left out, and what nobody could check is called unverified.

mod patch;
mod skeleton;
mod tests;
mod words;

use serde::Serialize;

use crate::event::Event;
use crate::model::{Assistant, Model, ModelError};
use crate::proof::{Proof, Prover};
use crate::repair::{self, Job, Outcome, Standing};

pub use patch::{Patch, patch, patch_prompt};
pub use skeleton::{fill, skeleton_prompt};
pub use tests::{more_tests, tests_prompt};
pub use words::{Remark, comment_prompt, explain, explain_prompt, remarks, review_prompt};

/// Who helps.
#[derive(Clone, Copy)]
pub struct Help<'a> {
    /// Asks.
    pub assistant: &'a Assistant,
    /// Whom.
    pub model: &'a Model,
    /// Compiles and runs.
    pub prover: &'a Prover,
}

/// What came of it, beside the thing itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The model: `provider/model`.
    pub model: String,
    /// `verified`, `unverified` or `refuted`.
    pub standing: &'static str,
    /// How often the model was asked.
    pub tries: u32,
    /// Why it is not verified.
    pub reason: Option<String>,
    /// What was proven of it, and with which receipts.
    pub proofs: Vec<Proven>,
    /// What the model says in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What the model remarks about lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// What would change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    /// What was left out because it does not hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

/// A claim with its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proven {
    /// The claim.
    pub claim: String,
    /// `verified`, `refuted` or `unverified`.
    pub verdict: &'static str,
    /// The receipt's id.
    pub receipt: Option<String>,
}

impl Report {
    /// Whether what the model wrote may be shown in the place of the task's own result.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.standing == Standing::Verified.name()
    }

    fn of<T>(model: &Model, outcome: &Outcome<T>) -> Self {
        let proofs = outcome.result.as_ref().map_or(&[][..], |(_, proofs)| proofs);
        Self {
            model: model.name.clone(),
            standing: outcome.standing.name(),
            tries: outcome.tries,
            reason: outcome.reason.clone(),
            proofs: proofs.iter().map(proven).collect(),
            ..Self::default()
        }
    }
}

fn proven(proof: &Proof) -> Proven {
    Proven {
        claim: proof.claim.clone(),
        verdict: proof.verdict.name(),
        receipt: proof.receipt.as_ref().map(|receipt| receipt.id.clone()),
    }
}

impl Help<'_> {
    fn run<T>(
        &self,
        job: &Job<'_, T>,
        events: &mut dyn FnMut(Event),
    ) -> Result<(Option<T>, Report), ModelError> {
        let outcome = repair::run(self.assistant, self.model, self.prover, job, events)?;
        let report = Report::of(self.model, &outcome);
        Ok((outcome.result.map(|(result, _)| result), report))
    }
}
