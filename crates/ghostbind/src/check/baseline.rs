//! What became of an interface: does an old caller still fit?

use std::collections::BTreeSet;
use std::fs;

use camino::Utf8Path;
use ghost_abi::compare::{Mismatch, Missing, Options, Severity, compare};
use ghost_abi::model::{Interface, SCHEMA};
use ghost_abi::source::Language;
use serde::Serialize;

use crate::error::BuildError;
use crate::publish::failed;

/// What a change means for those who were compiled against the old interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Callers must change or be compiled anew: a major version.
    Breaking,
    /// Something new, and everything old as it was: a minor version.
    Addition,
    /// Nothing that a caller could see.
    Unchanged,
}

impl Verdict {
    /// The part of a version that is to be raised (<https://semver.org>).
    pub fn version(self) -> &'static str {
        match self {
            Self::Breaking => "major",
            Self::Addition => "minor",
            Self::Unchanged => "patch",
        }
    }
}

/// The difference between two interfaces of one library.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// What it means.
    pub verdict: Verdict,
    /// What breaks callers.
    pub breaking: Vec<Mismatch>,
    /// Symbols that are new.
    pub added: Vec<String>,
}

/// Reads an interface that a build left.
pub(super) fn read(path: &Utf8Path) -> Result<Interface, BuildError> {
    let text = fs::read(path).map_err(|source| {
        if source.kind() == std::io::ErrorKind::NotFound {
            BuildError::Request {
                what: format!("there is no saved interface at {path}"),
                hint: Some("a build leaves one in .ghostbind/cache/interfaces; keep a copy".to_owned()),
            }
        } else {
            failed("read", path, source)
        }
    })?;
    let wrong = |what: String| BuildError::Request {
        what,
        hint: Some("give a copy of a file of .ghostbind/cache/interfaces".to_owned()),
    };
    let interface: Interface = serde_json::from_slice(&text)
        .map_err(|error| wrong(format!("{path}:{}:{}: {error}", error.line(), error.column())))?;
    if interface.schema != SCHEMA {
        return Err(wrong(format!("{path} has form {}, and form {SCHEMA} is understood", interface.schema)));
    }
    Ok(interface)
}

/// Holds the interface of now against the one at `path`.
pub(super) fn compare_with(path: &Utf8Path, now: &Interface) -> Result<Change, BuildError> {
    Ok(change(&read(path)?, now))
}

fn change(before: &Interface, now: &Interface) -> Change {
    let options = Options { missing: Missing::Only(&[]), ..Options::new(Language::Rust, Language::Rust) };
    // An old caller expects what was there before.
    let mut breaking = compare(before, now, &options);
    breaking.retain(|mismatch| matches!(mismatch.severity, Severity::Error | Severity::Warning));
    for mismatch in &mut breaking {
        // Both sides are Rust, one after the other, and nobody is to write the new one as the old one was.
        mismatch.evidence =
            mismatch.evidence.replace("Rust declares `", "it was `").replace("Rust has `", "it is `");
        mismatch.fix = None;
    }
    let old = symbols(before);
    let added: Vec<String> = symbols(now).difference(&old).map(|symbol| (*symbol).to_owned()).collect();
    let verdict = match (breaking.is_empty(), added.is_empty()) {
        (false, _) => Verdict::Breaking,
        (true, false) => Verdict::Addition,
        (true, true) => Verdict::Unchanged,
    };
    Change { verdict, breaking, added }
}

fn symbols(interface: &Interface) -> BTreeSet<&str> {
    let functions = interface.functions.iter().map(|function| function.symbol.as_str());
    functions.chain(interface.statics.iter().map(|variable| variable.symbol.as_str())).collect()
}
