//! Zig source, and what is written from it.
#![no_main]

use ghost_abi::emit::zig;
use ghost_abi::model::Machine;
use ghost_abi::source::SourceFile;
use ghost_abi::zig_source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourceFile { path: "main.zig", text };
    let view = zig_source::read("fuzz", &[file], &Machine::X86_64_LINUX);
    let _ = zig::module(&view.exports, &zig::ZigOptions::default());
});
