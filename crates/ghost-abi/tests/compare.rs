//! Pairs of source files with what a comparison of their declarations must say, no more, no less.
//!
//! A case begins with `== name direction`, goes on with what is expected, one finding a line as
//! `class severity place [peer]`, and holds the two files behind `-- file`. A case that expects
//! nothing is clean code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ghost_abi::compare::{Mismatch, Missing, Options, compare};
use ghost_abi::model::{Location, Machine};
use ghost_abi::source::{Language, SourceFile, SourceView};
use ghost_abi::{rust_source, zig_source};

#[derive(Default)]
struct Case {
    name: String,
    direction: String,
    expected: Vec<String>,
    files: BTreeMap<String, String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut file: Option<String> = None;
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("== ") {
            let (name, direction) = head.rsplit_once(' ').unwrap_or((head, ""));
            file = None;
            cases.push(Case { name: name.to_owned(), direction: direction.to_owned(), ..Case::default() });
        } else if let Some(name) = line.strip_prefix("-- ") {
            file = Some(name.to_owned());
        } else if let Some(case) = cases.last_mut() {
            match &file {
                Some(name) => {
                    let text = case.files.entry(name.clone()).or_default();
                    text.push_str(line);
                    text.push('\n');
                }
                None if line.is_empty() || line.starts_with('#') => {}
                None => case.expected.push(line.to_owned()),
            }
        }
    }
    cases
}

fn side(case: &Case, extension: &str) -> SourceView {
    let files: Vec<SourceFile<'_>> = case
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(extension))
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    let machine = Machine::X86_64_LINUX;
    let view = match extension {
        ".rs" => rust_source::read("rust", &files, &machine),
        _ => zig_source::read("zig", &files, &machine),
    };
    assert_eq!(view.problems, [], "{}", case.name);
    view
}

fn found(case: &Case) -> Vec<Mismatch> {
    let (rust, zig) = (side(case, ".rs"), side(case, ".zig"));
    let (expected, el, actual, al) = match case.direction.as_str() {
        "zig->rust" => (&zig, Language::Zig, &rust, Language::Rust),
        "rust->zig" => (&rust, Language::Rust, &zig, Language::Zig),
        other => panic!("{}: {other}", case.name),
    };
    let options = Options {
        expected_facts: Some(&expected.facts),
        actual_facts: Some(&actual.facts),
        missing: Missing::Only(&[]),
        ..Options::new(el, al)
    };
    compare(&expected.imports, &actual.exports, &options)
}

fn shown(m: &Mismatch) -> String {
    let place =
        |l: &Option<Location>| l.as_ref().map_or("-".to_owned(), |l| format!("{}:{}", l.file, l.line));
    let severity = format!("{:?}", m.severity).to_lowercase();
    format!("{} {severity} {} {}", m.class, place(&m.location), place(&m.peer))
}

#[test]
fn every_pair_of_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare");
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        for case in cases(&fs::read_to_string(&path).unwrap()) {
            count += 1;
            let found = found(&case);
            let mut got: Vec<String> = found.iter().map(shown).collect();
            let mut wanted = case.expected.clone();
            got.sort();
            wanted.sort();
            if got != wanted {
                let file = path.file_name().unwrap().display();
                let messages: Vec<&str> = found.iter().map(|m| m.message.as_str()).collect();
                wrong.push(format!(
                    "{file}: {} ({})\n  wanted {wanted:#?}\n  got {got:#?}\n  {messages:#?}",
                    case.name, case.direction
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 100, "{count} cases");
}
