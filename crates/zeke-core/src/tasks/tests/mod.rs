//! Tests of a library from the other side, each file on its own: what the declarations and bodies
//! promise, and what was seen to hold when the tests were written.
//!
//! A *promised* test follows from the interface alone: it may fail, and then the library is wrong.
//! An *observed* one is a property that holds for the library as it is (every element is read, a
//! result is the length, a second call gives the same): it is kept only if it held on every run.

mod cases;
mod plan;
mod prove;
mod rust;
mod values;
mod zig;

use std::collections::BTreeSet;

use ghost_abi::emit::EmitError;
use ghost_abi::model::Interface;
use ghost_abi::source::Language;
use serde::Serialize;

use super::boundary::{Boundary, Library};
use super::seal::sealed;
use super::signatures::spellable;
use super::wrapper::with_named_handles;

pub use cases::{Case, Kind, Property};
pub(crate) use plan::Plan;
pub use prove::{Failing, ProveError, Proven, check_of, prove};

/// A file of tests.
#[derive(Debug, Clone)]
pub struct Suite {
    /// Name of the file.
    pub file: String,
    /// The language it is in.
    pub language: Language,
    /// Its text.
    pub text: String,
    /// Its tests, in the order of the file.
    pub cases: Vec<Case>,
    /// Functions without a test, each with the reason.
    pub left_out: Vec<LeftOut>,
}

/// A function without a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The function.
    pub symbol: String,
    /// Why.
    pub reason: String,
}

/// What is not to be tested.
#[derive(Debug, Clone, Default)]
pub struct Without {
    /// Functions that the built library does not have.
    pub symbols: BTreeSet<String>,
    /// Tests by name: what they observe does not hold.
    pub cases: BTreeSet<String>,
}

/// Writes the tests of a library, in the language of those who use it.
pub fn suite(
    boundary: &Boundary<'_>,
    library: Library<'_>,
    link: &str,
    without: &Without,
) -> Result<Suite, EmitError> {
    let language = if library.unit().language == Language::Rust { Language::Zig } else { Language::Rust };
    let mut interface: Interface = with_named_handles(library, library.exports());
    interface.functions.retain(|f| !without.symbols.contains(&f.symbol));
    interface.statics.clear();
    interface.constants.clear();
    let (interface, unspelled) = spellable(language, &interface);
    let contracts = library.contracts_over(&interface);
    let plan = Plan::of(boundary, library, &contracts);
    let cases: Vec<Case> =
        cases::cases(&plan).into_iter().filter(|case| !without.cases.contains(&case.name)).collect();
    let name = library.name();
    let (file, text) = match language {
        Language::Rust => (format!("{name}_test.rs"), rust::write(&plan, &cases, &name, link)?),
        _ => (format!("{name}_test.zig"), zig::write(&plan, &cases, &name, link)?),
    };
    let mut left_out: Vec<LeftOut> =
        unspelled.into_iter().map(|(symbol, reason)| LeftOut { symbol, reason }).collect();
    left_out.extend(plan.left_out.iter().cloned());
    let hidden = |symbol: &String| LeftOut {
        symbol: symbol.clone(),
        reason: "the built library does not have it".to_owned(),
    };
    left_out.extend(without.symbols.iter().map(hidden));
    left_out.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    Ok(Suite { file, language, text: sealed(&text), cases, left_out })
}

impl Suite {
    /// The test behind a name in the output of its runner.
    #[must_use]
    pub fn case_named(&self, name: &str) -> Option<&Case> {
        self.cases.iter().find(|case| match self.language {
            Language::Rust => rust::test_name(&case.name) == name,
            _ => case.name == name,
        })
    }
}
