//! A review: the findings and suggestions that concern some files.

use std::collections::BTreeSet;

use serde::Serialize;

use super::boundary::Boundary;
use super::refactor::{Suggestion, suggest};
use crate::finding::{Class, Finding, Place, Severity};

/// What a review says.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Review {
    /// The files that were reviewed, sorted.
    pub files: Vec<String>,
    /// Files that were named and hold neither Zig nor Rust of this project.
    pub skipped: Vec<String>,
    /// How many functions cross the boundary in them.
    pub crossings: usize,
    /// Findings that stand in them, or whose other side does.
    pub findings: Vec<Finding>,
    /// What could be quicker or safer; empty unless asked for.
    pub suggestions: Vec<Suggestion>,
}

impl Review {
    /// Whether something is wrong: an error or a warning.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity <= Severity::Warning)
    }
}

/// Reviews files, named relative to the project.
#[must_use]
pub fn review(boundary: &Boundary<'_>, files: &[String], suggestions: bool) -> Review {
    let known: BTreeSet<&str> =
        boundary.units().flat_map(|unit| &unit.files).map(|f| f.path.as_str()).collect();
    let (files, skipped): (BTreeSet<&String>, BTreeSet<&String>) =
        files.iter().partition(|file| known.contains(file.as_str()));
    let inside = |at: &Place| files.contains(&at.file);
    let concerns = |at: &Place, peer: Option<&Place>| inside(at) || peer.is_some_and(inside);
    // What nobody offers any more has no other side: any file of the other language may have had it.
    let language = |path: &str| path.rsplit('.').next().map(str::to_owned);
    let changed: BTreeSet<_> = files.iter().chain(&skipped).filter_map(|file| language(file)).collect();
    let others = |f: &Finding| {
        changed
            .iter()
            .any(|of| Some(of) != language(&f.location.file).as_ref() && (of == "rs" || of == "zig"))
    };
    let removed = |f: &Finding| f.class == Class::LinkMissingSymbol && f.peer.is_none() && others(f);
    let findings =
        boundary.analysis.findings.iter().filter(|f| concerns(&f.location, f.peer.as_ref()) || removed(f));
    let suggested = if suggestions && !files.is_empty() { suggest(boundary) } else { Vec::new() };
    Review {
        crossings: boundary.analysis.boundary.iter().filter(|c| inside(&c.location)).count(),
        findings: findings.cloned().collect(),
        suggestions: suggested.into_iter().filter(|s| concerns(&s.location, s.peer.as_ref())).collect(),
        files: files.into_iter().cloned().collect(),
        skipped: skipped.into_iter().cloned().collect(),
    }
}
