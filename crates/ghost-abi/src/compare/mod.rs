//! Holds what one side declares of the other against what the other really offers.
//!
//! Two declarations agree when every value that crosses means the same on both sides: names of
//! types may differ, an opaque type agrees with anything behind a pointer, and a side may promise
//! more than the other asks for. Silence on right code matters as much as finding mistakes, so a
//! difference that only code could prove is reported only with the evidence of [`Facts`].

mod class;
mod enums;
mod findings;
mod flat;
pub mod foreign;
mod functions;
pub mod libc;
mod missing;
mod names;
mod pairing;
mod pointers;
mod records;
mod show;
mod site;
mod versions;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use class::{Class, Group, UnknownClass};
pub use versions::{Change, ChangeKind, Impact, compare_versions};

use crate::model::{Interface, Location};
use crate::source::{Facts, Language};
use findings::Findings;
use pairing::Pairing;

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A proven mismatch.
    Error,
    /// A fault on some path or on some target.
    Warning,
    /// An observation that claims no fault.
    Info,
    /// A suggestion.
    Hint,
}

/// One disagreement of two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// What kind of mistake it is.
    pub class: Class,
    /// How sure it is.
    pub severity: Severity,
    /// The symbol through which the disagreement was met.
    pub symbol: String,
    /// The parameter that it is about, where it is about one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<usize>,
    /// What is wrong, one sentence.
    pub message: String,
    /// Where it would be repaired, or where it is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The matching place on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<Location>,
    /// Both declarations, as far as they matter.
    pub evidence: String,
    /// What to write instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// What is known beside the two interfaces.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Language of the declaring side.
    pub expected_language: Language,
    /// Language of the offering side.
    pub actual_language: Language,
    /// What the code of the declaring side shows.
    pub expected_facts: Option<&'a Facts>,
    /// What the code of the offering side shows.
    pub actual_facts: Option<&'a Facts>,
    /// What becomes of a declared symbol that the other side does not offer.
    pub missing: Missing<'a>,
    /// `Option` of a function pointer is taken for Rust's way to write any function pointer of C:
    /// that null is given, a call must show. Otherwise the declaration is enough.
    pub option_is_a_spelling: bool,
}

/// What it means that a declared symbol is not offered.
#[derive(Debug, Clone, Copy)]
pub enum Missing<'a> {
    /// It may come from elsewhere: reported only where the other side shows that it was meant to
    /// offer it (a function of that name that is not exported, a name one slip away).
    Elsewhere,
    /// Nothing else is linked but these symbols and the platform's C library.
    Only(&'a [&'a str]),
}

impl Options<'_> {
    /// Declarations alone, with symbols perhaps from elsewhere.
    #[must_use]
    pub fn new(expected_language: Language, actual_language: Language) -> Self {
        Self {
            expected_language,
            actual_language,
            expected_facts: None,
            actual_facts: None,
            missing: Missing::Elsewhere,
            option_is_a_spelling: false,
        }
    }
}

/// Compares what one side declares (`expected`) with what the other offers (`actual`).
///
/// The result is ordered by location and free of repetitions: a type that several functions share
/// is reported once.
#[must_use]
pub fn compare(expected: &Interface, actual: &Interface, options: &Options<'_>) -> Vec<Mismatch> {
    let mut pairing = Pairing {
        expected,
        actual,
        options,
        findings: Findings::default(),
        met: BTreeSet::new(),
        versions: false,
    };
    pairing.offered();
    pairing.missing_symbols();
    pairing.findings.into_vec()
}

#[cfg(test)]
mod tests;
