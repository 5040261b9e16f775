//! Rust source, macros included, and what is written from it.
#![no_main]

use ghost_abi::emit::c;
use ghost_abi::model::Machine;
use ghost_abi::rust_source;
use ghost_abi::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourceFile { path: "src/lib.rs", text };
    let view = rust_source::read("fuzz", &[file], &Machine::X86_64_LINUX);
    let _ = c::header(&view.exports, &c::COptions::default());
});
