//! Rust libraries, unoptimised and optimised: both must be read as the same interface.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use ghost_abi::debug_info::read_debug_info;
use ghost_abi::symbols::{SymbolTable, read_symbols};

use crate::render;
use crate::toolchain::{Workshop, beside};

/// The names of what a library offers.
pub(crate) fn wanted(table: &SymbolTable) -> BTreeSet<String> {
    table.exports().iter().map(|s| s.name.clone()).collect()
}

/// Reads both witnesses. An export that debug information does not describe becomes a line.
pub(crate) fn described(bytes: &[u8]) -> String {
    let table = read_symbols(bytes).unwrap();
    let names = wanted(&table);
    let interface = read_debug_info(bytes, &names, table.machine).unwrap();
    let mut text = render::interface(&interface);
    for name in names {
        if interface.function(&name).is_none() && interface.static_(&name).is_none() {
            let _ = writeln!(text, "lost {name}");
        }
    }
    text
}

pub(crate) fn compare(path: &Path, found: &str, what: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == found,
        "{what} is not as {} says; UPDATE=1 rewrites it.\n--- expected\n{expected}\n--- found\n{found}",
        path.display()
    );
}

#[test]
fn rust_libraries_are_read_alike_at_every_level() {
    let mut cases = 0;
    let mut entries: Vec<_> = std::fs::read_dir(beside("rust")).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for source in entries.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let workshop = Workshop::new();
        for level in ["0", "3"] {
            let text = described(&workshop.rust_object(source, level));
            let what = format!("{} at opt-level {level}", source.display());
            compare(&source.with_extension("expected"), &text, &what);
        }
        cases += 1;
    }
    assert!(cases >= 12, "the cases are gone");
}
