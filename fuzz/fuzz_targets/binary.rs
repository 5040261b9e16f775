//! Symbol tables and debug information of whatever the bytes claim to be.
#![no_main]

use std::collections::BTreeSet;

use ghost_abi::debug_info::read_debug_info;
use ghost_abi::emit::{c, zig};
use ghost_abi::merge::{Witnesses, merge};
use ghost_abi::symbols::read_symbols;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(symbols) = read_symbols(bytes) else { return };
    let wanted: BTreeSet<String> = symbols.exports().iter().map(|symbol| symbol.name.clone()).collect();
    let Ok(debug) = read_debug_info(bytes, &wanted, symbols.machine) else { return };
    let merged =
        merge(&Witnesses { name: "fuzz", symbols: &symbols, debug: Some(&debug), source: None, hidden: &[] });
    let _ = c::header(&merged.interface, &c::COptions::default());
    let _ = zig::module(&merged.interface, &zig::ZigOptions::default());
});
