//! Zig libraries. What an optimised build loses, the source gives back.

use std::path::{Path, PathBuf};

use ghost_abi::merge::{Witnesses, merge};
use ghost_abi::source::SourceFile;
use ghost_abi::symbols::read_symbols;

use crate::golden::{compare, described, wanted};
use crate::render;
use crate::toolchain::{Workshop, beside, zig};

const VERSIONS: [&str; 3] = ["0.17.1", "0.16.0", "0.15.2"];

fn library(zig: &Path, level: &str, workshop: &Workshop) -> Vec<u8> {
    let source = beside("zig/api.zig");
    let arguments = ["build-lib", source.to_str().unwrap(), "-fPIC", "-O", level, "-femit-bin=libapi.a"];
    workshop.run(zig, &arguments);
    std::fs::read(workshop.path("libapi.a")).unwrap()
}

fn each_version(what: &str, check: impl Fn(PathBuf, &str)) {
    for version in VERSIONS {
        if let Some(zig) = zig(Some(version), what) {
            check(zig, version);
        }
    }
}

#[test]
fn an_unoptimised_library_is_described_without_its_source() {
    each_version("debug information of Zig libraries", |zig, version| {
        let bytes = library(&zig, "Debug", &Workshop::new());
        compare(&beside("zig/debug.expected"), &described(&bytes), version);
    });
}

#[test]
fn source_completes_an_optimised_library() {
    let text = std::fs::read_to_string(beside("zig/api.zig")).unwrap();
    each_version("merging Zig libraries", |zig, version| {
        for level in ["Debug", "ReleaseFast", "ReleaseSmall"] {
            let bytes = library(&zig, level, &Workshop::new());
            let symbols = read_symbols(&bytes).unwrap();
            let debug = ghost_abi::debug_info::read_debug_info(&bytes, &wanted(&symbols), symbols.machine);
            let files = [SourceFile { path: "api.zig", text: &text }];
            let source = ghost_abi::zig_source::read("api", &files, &symbols.machine);
            let merged = merge(&Witnesses {
                name: "api",
                symbols: &symbols,
                debug: Some(&debug.unwrap()),
                source: Some(&source.exports),
                hidden: &source.facts.hidden,
            });
            assert_eq!(merged.undescribed, [], "{version} {level}");
            assert_eq!(merged.notes, [], "{version} {level}");
            let mut text = render::interface(&merged.interface);
            if level == "ReleaseSmall" {
                // Nothing but the size of what is nobody's business depends on debug information.
                text = text.replace("opaque Handle\n", "opaque Handle [24/8]\n");
            }
            compare(&beside("zig/merged.expected"), &text, &format!("{version} {level}"));
        }
    });
}

#[test]
fn without_source_an_optimised_library_is_not_guessed_at() {
    let Some(zig) = zig(None, "undescribed Zig exports") else { return };
    let bytes = library(&zig, "ReleaseFast", &Workshop::new());
    let symbols = read_symbols(&bytes).unwrap();
    let debug = ghost_abi::debug_info::read_debug_info(&bytes, &wanted(&symbols), symbols.machine).unwrap();
    let merged =
        merge(&Witnesses { name: "api", symbols: &symbols, debug: Some(&debug), source: None, hidden: &[] });
    assert_eq!(merged.interface.functions, []);
    let names: Vec<&str> = merged.undescribed.iter().map(|u| u.symbol.as_str()).collect();
    assert_eq!(names.len(), 11, "{names:?}");
    assert!(merged.undescribed.iter().all(|u| u.reason.contains("lacks parameters")), "{merged:?}");
}
