//! A Rust file and a Zig file, parted by a zero byte, held against each other both ways.
#![no_main]

use ghost_abi::compare::{Missing, Options, compare};
use ghost_abi::model::Machine;
use ghost_abi::source::{Language, SourceFile};
use ghost_abi::{rust_source, zig_source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some((rust, zig)) = text.split_once('\0') else { return };
    let machine = Machine::X86_64_LINUX;
    let rust = rust_source::read("rust", &[SourceFile { path: "lib.rs", text: rust }], &machine);
    let zig = zig_source::read("zig", &[SourceFile { path: "main.zig", text: zig }], &machine);
    let both = [(&zig, Language::Zig, &rust, Language::Rust), (&rust, Language::Rust, &zig, Language::Zig)];
    for (expected, expected_language, actual, actual_language) in both {
        let options = Options {
            expected_facts: Some(&expected.facts),
            actual_facts: Some(&actual.facts),
            missing: Missing::Only(&[]),
            ..Options::new(expected_language, actual_language)
        };
        let _ = compare(&expected.imports, &actual.exports, &options);
    }
});
