//! Precision and recall of the analysis on labelled cases.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use zeke_core::analyze::analyze;
use zeke_core::finding::{Class, Finding, Severity};
use zeke_core::project::Project;

#[derive(Deserialize)]
struct Label {
    id: String,
    findings: Vec<Expected>,
    #[serde(default)]
    neutral: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    class: Class,
    /// Classes that tell the same mistake.
    #[serde(default)]
    also: Vec<Class>,
    file: String,
}

impl Expected {
    fn is(&self, class: Class) -> bool {
        self.class == class || self.also.contains(&class)
    }
}

#[derive(Default, Debug)]
struct Score {
    found: u32,
    missed: u32,
    wrong: u32,
}

fn cases() -> Vec<Utf8PathBuf> {
    let corpus = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let mut cases = Vec::new();
    for set in [
        "ffi", "boundary", "held-out", "projects", "ways", "third", "fourth", "fifth", "sixth", "seventh",
        "eighth", "shapes", "idioms",
    ] {
        for entry in corpus.join(set).read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            if path.join("label.json").is_file() {
                cases.push(path);
            }
        }
    }
    cases.sort();
    cases
}

/// Findings that claim a fault.
fn claims(folder: &Utf8Path) -> Vec<Finding> {
    let mut findings = analyze(&Project::load(folder).unwrap()).findings;
    findings.retain(|finding| finding.severity <= Severity::Warning);
    findings
}

#[test]
fn planted_bugs_are_found_and_clean_code_is_left_alone() {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let (mut said, mut alarms) = (Vec::new(), Vec::new());
    for case in cases() {
        let label: Label =
            serde_json::from_str(&fs::read_to_string(case.join("label.json")).unwrap()).unwrap();
        let mut claims = claims(&case);
        for expected in &label.findings {
            let score = scores.entry(format!("{:?}", expected.class.group())).or_default();
            let near = |f: &Finding| f.class.group() == expected.class.group() || expected.is(f.class);
            let same = |f: &Finding| near(f) && f.location.file == expected.file;
            let exact = |f: &Finding| expected.is(f.class) && same(f);
            let at = claims.iter().position(exact).or_else(|| claims.iter().position(same));
            let at = at.or_else(|| claims.iter().position(near));
            if let Some(at) = at {
                claims.remove(at);
                score.found += 1;
            } else {
                said.push(format!("{}: missed {}", label.id, expected.class));
                score.missed += 1;
            }
        }
        claims.retain(|claim| !label.neutral.iter().any(|neutral| neutral.is(claim.class)));
        for claim in claims {
            let wrong = format!("{}: wrong {} {}", label.id, claim.class, claim.message);
            alarms.extend(label.findings.is_empty().then(|| wrong.clone()));
            said.push(wrong);
            scores.entry(format!("{:?}", claim.class.group())).or_default().wrong += 1;
        }
    }
    for line in &said {
        println!("{line}");
    }
    for (group, score) in &scores {
        println!("{group:12} {score:?}");
        let known = f64::from(score.found + score.missed);
        let declared = ["Signature", "Layout", "Enum", "Link"].contains(&group.as_str());
        let bound = if declared { 0.9 } else { 0.6 };
        if known > 0.0 {
            assert!(f64::from(score.found) / known >= bound, "recall of {group}");
        }
    }
    assert!(alarms.is_empty(), "alarms on clean code: {alarms:#?}");
    let found: u32 = scores.values().map(|score| score.found).sum();
    let wrong: u32 = scores.values().map(|score| score.wrong).sum();
    assert!(f64::from(found) / f64::from(found + wrong) >= 0.9, "precision");
}

/// A folder of independent cases gives what each of them gives alone.
#[test]
fn neighbours_do_not_change_the_findings_of_a_case() {
    let all = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/boundary");
    let together = claims(&all);
    for case in cases().iter().filter(|case| case.starts_with(&all)) {
        let name = case.file_name().unwrap();
        let alone: Vec<(Class, u32)> = claims(case).iter().map(|f| (f.class, f.location.line)).collect();
        let here: Vec<(Class, u32)> = together
            .iter()
            .filter(|f| f.location.file.starts_with(&format!("{name}/")))
            .map(|f| (f.class, f.location.line))
            .collect();
        assert_eq!(alone, here, "{name}");
    }
}
