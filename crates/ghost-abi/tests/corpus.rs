//! Every folder of the corpus at the repository's root: what declarations alone can show is found
//! at its place, and clean code is left in peace.

use std::fs;
use std::path::{Path, PathBuf};

use ghost_abi::compare::{Class, Group, Mismatch, Missing, Options, Severity, compare};
use ghost_abi::model::Machine;
use ghost_abi::source::{Language, SourceFile, SourceView};
use ghost_abi::{rust_source, zig_source};
use serde_json::Value;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/ffi")
}

fn findings(rust: &str, zig: &str, direction: &str) -> Vec<Mismatch> {
    let machine = Machine::X86_64_LINUX;
    let rust = rust_source::read("rust", &[SourceFile { path: "lib.rs", text: rust }], &machine);
    let zig = zig_source::read("zig", &[SourceFile { path: "main.zig", text: zig }], &machine);
    assert_eq!(rust.problems, []);
    assert_eq!(zig.problems, []);
    let (expected, expected_language, actual, actual_language): (&SourceView, _, &SourceView, _) =
        match direction {
            "zig->rust" => (&zig, Language::Zig, &rust, Language::Rust),
            "rust->zig" => (&rust, Language::Rust, &zig, Language::Zig),
            other => panic!("{other}"),
        };
    let options = Options {
        expected_facts: Some(&expected.facts),
        actual_facts: Some(&actual.facts),
        missing: Missing::Only(&[]),
        ..Options::new(expected_language, actual_language)
    };
    compare(&expected.imports, &actual.exports, &options)
}

/// Groups that a comparison of declarations decides.
fn decidable(class: Class) -> bool {
    matches!(class.group(), Group::Signature | Group::Layout | Group::Enum)
        || class == Class::LinkMissingSymbol
}

#[test]
fn every_case_of_the_corpus() {
    let mut seen = 0;
    for entry in fs::read_dir(corpus()).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(label) = fs::read_to_string(folder.join("label.json")) else { continue };
        let label: Value = serde_json::from_str(&label).unwrap();
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let found = findings(&read("lib.rs"), &read("main.zig"), label["direction"].as_str().unwrap());
        let mut wanted: Vec<(Class, String, u64)> = label["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| {
                let class: Class = f["class"].as_str().unwrap().parse().unwrap();
                (class, f["file"].as_str().unwrap().to_owned(), f["line"].as_u64().unwrap())
            })
            .filter(|(class, ..)| decidable(*class))
            .collect();
        let mut got: Vec<(Class, String, u64)> = found
            .iter()
            .filter(|m| m.severity != Severity::Info)
            .map(|m| {
                let at = m.location.as_ref().unwrap();
                (m.class, at.file.clone(), u64::from(at.line))
            })
            .collect();
        wanted.sort();
        got.sort();
        assert_eq!(got, wanted, "{}: {found:#?}", folder.display());
        seen += 1;
    }
    assert!(seen >= 8, "the corpus is not there");
}
