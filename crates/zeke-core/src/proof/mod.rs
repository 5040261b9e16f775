//! Proof: a claim is what a compiler or a program of this machine said, or it is called unverified.
//!
//! A [`Check`] is files and commands; [`Prover::prove`] runs the commands in a bounded way (time,
//! output, a process group of its own that ends with the [`Cancel`] switch, a scratch folder, an
//! environment without secrets) and gives a [`Proof`] with a [`Receipt`] that
//! [`Prover::replay`] runs again. Files of the project are read in place and never written.

mod command;
mod confine;
pub(crate) mod process;
mod replay;
mod run;
mod tools;

use std::sync::OnceLock;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::cancel::Cancel;
use crate::receipt::{Ledger, Receipt};
use crate::surroundings::Surroundings;

pub use command::{Command, CommandEnd, CommandOutput};
pub use confine::Confinement;
pub use replay::{Replay, ReplayVerdict};
pub use tools::{FoundTool, Tools};

/// How long a step may take unless it says otherwise.
pub const STEP_TIMEOUT: Duration = Duration::from_mins(2);

/// A claim, and the commands that prove it: they run in order, and the first that ends otherwise
/// than expected is the last.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// What is proven if every step ends as expected, in a few words: "the Zig side compiles".
    pub claim: String,
    /// Files that are written into the scratch folder before: path relative to it, and content.
    pub files: Vec<(String, String)>,
    /// Files of the project that the result depends on, relative to it.
    pub inputs: Vec<String>,
    /// Files of the project that are copied into the scratch folder as they are: libraries that a build
    /// reads, for example.
    pub copies: Vec<String>,
    /// The commands.
    pub steps: Vec<Step>,
    /// Why nothing can be run that would show it, where that is known before.
    pub cannot: Option<String>,
}

/// A command. In its arguments `{scratch}` stands for the scratch folder and `{project}` for the
/// project.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is run.
    pub program: Program,
    /// Its arguments.
    pub args: Vec<String>,
    /// Where it runs.
    pub folder: Folder,
    /// How long it may take.
    pub timeout: Duration,
    /// Whether it is expected to fail: a test that shows a fault must fail before it is repaired.
    pub fails: bool,
}

/// What a step runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// `zig`.
    Zig,
    /// `rustc`.
    Rustc,
    /// `cargo`.
    Cargo,
    /// `zbuild`.
    Zbuild,
    /// A program that a step before made, by its path in the scratch folder. It is confined.
    Built(String),
}

/// Where a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// In the scratch folder.
    Scratch,
    /// In the project.
    Project,
}

impl Step {
    /// A command that runs in the scratch folder.
    pub fn new(program: Program, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            program,
            args: args.into_iter().map(Into::into).collect(),
            folder: Folder::Scratch,
            timeout: STEP_TIMEOUT,
            fails: false,
        }
    }

    /// Runs in the project instead.
    #[must_use]
    pub fn in_project(mut self) -> Self {
        self.folder = Folder::Project;
        self
    }

    /// May take so long.
    #[must_use]
    pub fn within(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Is expected to fail.
    #[must_use]
    pub fn expected_to_fail(mut self) -> Self {
        self.fails = true;
        self
    }
}

/// What came of a check.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The claim.
    pub claim: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// The receipt; without one, nothing was run.
    pub receipt: Option<Receipt>,
    /// What each step that ran wrote, both outputs, with scratch and project as placeholders.
    pub outputs: Vec<String>,
    /// Something to know beside the verdict, such as that the receipt could not be kept.
    pub note: Option<String>,
}

/// Whether a claim holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every step ended as expected.
    Verified,
    /// A step did not.
    Refuted {
        /// What it wrote.
        output: String,
    },
    /// It is not known: a tool is missing, or was ended before it was done.
    Unverified {
        /// Why.
        reason: String,
    },
}

impl Proof {
    /// Whether the claim is proven.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verdict == Verdict::Verified
    }

    /// One line for people: the claim, whether it holds, and the receipt.
    #[must_use]
    pub fn summary(&self) -> String {
        let receipt = self.receipt.as_ref().map_or_else(String::new, |receipt| {
            format!(" (receipt {}: `{}`, {:.1} s)", receipt.id, receipt.command, receipt.seconds())
        });
        match &self.verdict {
            Verdict::Verified => format!("verified: {}{receipt}", self.claim),
            Verdict::Refuted { .. } => format!("refuted: {}{receipt}", self.claim),
            Verdict::Unverified { reason } => format!("unverified: {}: {reason}{receipt}", self.claim),
        }
    }
}

/// Runs checks for one project.
#[derive(Debug)]
pub struct Prover {
    project: Utf8PathBuf,
    surroundings: Surroundings,
    cancel: Cancel,
    tools: OnceLock<Tools>,
    ledger: Option<Ledger>,
}

impl Prover {
    /// A prover for the project in `project`. Nothing is looked for or started yet.
    #[must_use]
    pub fn new(surroundings: &Surroundings, project: &Utf8Path, cancel: &Cancel) -> Self {
        let project = surroundings.absolute(project);
        let project = project.canonicalize_utf8().unwrap_or(project);
        Self {
            ledger: surroundings.project_state(&project).map(|state| Ledger::new(&state)),
            project,
            surroundings: surroundings.clone(),
            cancel: cancel.clone(),
            tools: OnceLock::new(),
        }
    }

    /// The project's compilers, looked for on first use.
    pub fn tools(&self) -> &Tools {
        self.tools.get_or_init(|| Tools::find(&self.surroundings, &self.project, &self.cancel))
    }

    /// The project's folder.
    #[must_use]
    pub fn project(&self) -> &Utf8Path {
        &self.project
    }

    /// The receipts of the project, where there is a place for them.
    #[must_use]
    pub fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// The switch that ends what is running.
    #[must_use]
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Runs a check and keeps its receipt.
    pub fn prove(&self, check: &Check) -> Proof {
        let mut proof = run::prove(self, check);
        if let (Some(receipt), Some(ledger)) = (&mut proof.receipt, &self.ledger) {
            if let Err(error) = ledger.keep(receipt, &check.files) {
                proof.note = Some(format!("the receipt is not kept: {}", crate::chain(&error)));
            }
        } else if proof.receipt.is_some() {
            proof.note = Some("the receipt is not kept: neither HOME nor XDG_STATE_HOME is set".to_owned());
        }
        proof
    }

    /// Runs the steps of a check and gives the files that they made, without a receipt: nothing is
    /// claimed. The error says why there are none.
    pub fn read_built(&self, check: &Check, files: &[String]) -> Result<Vec<Vec<u8>>, String> {
        run::read_built(self, check, files)
    }

    /// Runs the commands of a receipt again.
    pub fn replay(&self, receipt: &Receipt) -> Replay {
        replay::replay(self, receipt)
    }
}
