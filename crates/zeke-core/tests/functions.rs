//! Functions that are right or wrong by themselves: `bad_…` must be told, `ok_…` must not.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use zeke_core::analyze::analyze;
use zeke_core::finding::{Finding, Severity};
use zeke_core::project::Project;

fn is_case(name: &str) -> bool {
    name.starts_with("bad_") || name.starts_with("ok_")
}

/// Names of the functions of a text, with the lines that they begin at.
fn functions(text: &str) -> Vec<(usize, String)> {
    let named = |(index, line): (usize, &str)| {
        let (_, rest) = line.split_once("fn ")?;
        let name = rest.split('(').next()?.to_owned();
        is_case(&name).then_some((index + 1, name))
    };
    text.lines().enumerate().filter_map(named).collect()
}

/// The function that a finding is about: the one that it names, or the one that it stands in.
fn function_of(root: &Utf8Path, finding: &Finding) -> Option<String> {
    let mut quoted = finding.message.split('`').skip(1).step_by(2);
    if let Some(name) = quoted.find(|name| is_case(name)) {
        return Some(name.to_owned());
    }
    let text = fs::read_to_string(root.join(&finding.location.file)).unwrap();
    let before = functions(&text).into_iter().rev().find(|(line, _)| *line <= finding.location.line as usize);
    before.map(|(_, name)| name)
}

fn check(set: &str, file: &str) {
    let root: Utf8PathBuf =
        Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/functions").join(set);
    let text = fs::read_to_string(root.join(file)).unwrap();
    let names = functions(&text).into_iter().map(|(_, name)| name);
    let bad: BTreeSet<String> = names.filter(|name| name.starts_with("bad_")).collect();
    let findings = analyze(&Project::load(&root).unwrap()).findings;
    let claims = findings.iter().filter(|finding| finding.severity <= Severity::Warning);
    let told: BTreeSet<String> = claims.filter_map(|finding| function_of(&root, finding)).collect();
    let missed: Vec<&String> = bad.difference(&told).collect();
    let wrong: Vec<&String> = told.difference(&bad).collect();
    assert!(bad.len() > 10 && missed.is_empty() && wrong.is_empty(), "missed {missed:?}, wrong {wrong:?}");
}

#[test]
fn what_was_asked_for_does_not_panic() {
    check("panics", "lib.rs");
    check("panics-zig", "lib.zig");
}
