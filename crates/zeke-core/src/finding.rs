//! What an analysis says: findings, and the boundary itself.

pub use ghost_abi::compare::{Class, Group, Severity};
pub use ghost_abi::source::Language;
use serde::{Deserialize, Serialize};

/// Version of the JSON form of [`Analysis`].
pub const SCHEMA: u32 = 1;

/// Everything that is known about the boundaries of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// Version of this form, [`SCHEMA`].
    pub schema: u32,
    /// Every export and every use, also where nothing is wrong.
    pub boundary: Vec<Crossing>,
    /// What is wrong or worth a look, ordered by place.
    pub findings: Vec<Finding>,
    /// What could not be read or understood, which is no statement about the boundary.
    #[serde(skip)]
    pub problems: Vec<Problem>,
}

/// Text that could not be read or understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, in words.
    pub message: String,
}

impl Analysis {
    /// Whether something is wrong: an error or a warning. Observations are not.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity <= Severity::Warning)
    }
}

/// One mistake or observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of mistake it is.
    pub class: Class,
    /// How sure it is.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it is made or would be repaired.
    pub location: Place,
    /// The matching place on the other side.
    pub peer: Option<Place>,
    /// The lines or facts that prove it.
    pub evidence: String,
    /// What to do about it.
    pub fix: Option<String>,
}

/// A place in a source file of the project.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the root of the project, with `/`.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1.
    pub column: u32,
}

/// Something that crosses the boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    /// Whether it is offered or used here.
    pub kind: CrossingKind,
    /// The language of this side.
    pub language: Language,
    /// The name the linker knows.
    pub symbol: String,
    /// The declaration in its own language, in one line.
    pub signature: String,
    /// Where it is declared.
    pub location: Place,
    /// Where the other side has it: for an export its uses, for a use its export.
    pub peers: Vec<Place>,
}

/// Which side of the boundary a [`Crossing`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CrossingKind {
    /// Offered to the other side.
    Export,
    /// Declared as something that the other side offers.
    Use,
}
