//! Ways to write one mistake, each with the twin that differs in what makes it right.
//!
//! A case stands in a file of `tests/corpus/twins` behind a head `=== class[,class] how it is written`. Its files
//! begin with `--- path`; a line behind `-|` is the mistake's only, and one behind `+|` its twin's.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]

use std::fs;

use camino::Utf8Path;
use zeke_core::analyze::analyze;
use zeke_core::finding::Severity;
use zeke_core::project::Project;

struct Case<'t> {
    name: &'t str,
    /// The class of the mistake, or several that tell it.
    classes: Vec<&'t str>,
    text: &'t str,
}

fn cases(text: &str) -> impl Iterator<Item = Case<'_>> {
    text.split("=== ").filter(|part| !part.trim().is_empty()).map(|part| {
        let (head, text) = part.split_once('\n').unwrap();
        let (classes, name) = head.split_once(' ').unwrap();
        Case { name, classes: classes.split(',').collect(), text }
    })
}

/// What is claimed of the files of a case, of the form that keeps the lines of a mark.
fn claims(text: &str, kept: &str, dropped: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    for part in text.split("--- ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        let lines = text.lines().filter(|line| !line.starts_with(dropped));
        let lines: Vec<&str> = lines.map(|line| line.strip_prefix(kept).unwrap_or(line)).collect();
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, lines.join("\n") + "\n").unwrap();
    }
    let findings = analyze(&Project::load(root).unwrap()).findings;
    let claims = findings.into_iter().filter(|finding| finding.severity <= Severity::Warning);
    claims
        .map(|finding| {
            let said = format!(
                "{} {}:{} {}",
                finding.class, finding.location.file, finding.location.line, finding.message
            );
            (finding.class.to_string(), said)
        })
        .collect()
}

fn check(text: &str, failed: &mut Vec<String>) {
    for case in cases(text) {
        let name = format!("{} {}", case.classes[0], case.name);
        let told = claims(case.text, "-|", "+|");
        if !told.iter().any(|(class, _)| case.classes.contains(&class.as_str())) {
            failed.push(format!("{name}: missed"));
        }
        let others = told.into_iter().filter(|(class, _)| !case.classes.contains(&class.as_str()));
        failed.extend(others.map(|(_, said)| format!("{name}: also {said}")));
        let alarms = claims(case.text, "+|", "-|");
        failed.extend(alarms.into_iter().map(|(_, said)| format!("{name}: its twin: {said}")));
    }
}

#[test]
fn every_way_is_found_and_its_twin_is_not() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/twins");
    let mut failed = Vec::new();
    let files = folder.read_dir_utf8().unwrap().map(|entry| entry.unwrap().into_path());
    for file in files.filter(|file| file.extension() == Some("txt")) {
        check(&fs::read_to_string(file).unwrap(), &mut failed);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
