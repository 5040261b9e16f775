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

/// Two versions of one crate, whose types have the same path, in one library.
#[test]
fn versions_of_a_crate_are_told_apart() {
    let workshop = Workshop::new();
    let package = |folder: &str, name: &str, version: &str, more: &str, text: &str| {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2024\"\n{more}[workspace]\n"
        );
        workshop.write(&format!("{folder}/Cargo.toml"), &manifest);
        workshop.write(&format!("{folder}/src/lib.rs"), text);
    };
    let point = |fields: &str| {
        format!(
            "#[repr(C)] pub struct Point {{ {fields} }} #[repr(C)] pub struct Node {{ pub at: *const Point }}"
        )
    };
    package("one", "dep", "1.0.0", "", &point("pub x: u8"));
    package("two", "dep", "2.0.0", "", &point("pub x: u64, pub y: u64"));
    let top = "[lib]\ncrate-type = [\"staticlib\"]\n[profile.release]\ndebug = 2\n[dependencies]\n\
               a = { package = \"dep\", path = \"../one\" }\nb = { package = \"dep\", path = \"../two\" }\n";
    let text = "#[unsafe(no_mangle)] pub extern \"C\" fn old(p: a::Point, n: a::Node) -> u8 { p.x + n.at as u8 }\n\
                #[unsafe(no_mangle)] pub extern \"C\" fn new(p: b::Point, n: b::Node) -> u64 { p.x + n.at as u64 }";
    package("top", "top", "0.1.0", top, text);
    let cargo = std::path::PathBuf::from(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    workshop
        .run(&cargo, &["build", "--quiet", "--offline", "--release", "--manifest-path", "top/Cargo.toml"]);
    let bytes = std::fs::read(workshop.path("target/release/libtop.a")).unwrap();
    let found = described(&bytes);
    let expected = "\
fn new(p: Point_2, n: Node";
    assert!(found.contains(expected), "{found}");
    let table = read_symbols(&bytes).unwrap();
    let interface = read_debug_info(&bytes, &wanted(&table), table.machine).unwrap();
    let size = |function: &str, param: usize| match &interface.function(function).unwrap().params[param].ty {
        ghost_abi::model::Type::Named(name) => interface.types[name].layout.unwrap().size_bytes,
        other => panic!("{other:?}"),
    };
    assert_eq!((size("old", 0), size("new", 0)), (1, 16), "{found}");
    let node = |function: &str| interface.function(function).unwrap().params[1].ty.clone();
    assert_ne!(node("old"), node("new"), "what they point to differs: {found}");
}

/// What one member of an archive only points to, and another has as a value.
#[test]
fn a_type_is_known_if_any_member_knows_it() {
    let workshop = Workshop::new();
    let inner = "#[repr(C)] pub struct Whole { pub a: u32, pub inside: Inside }\n\
                 #[repr(C)] pub struct Inside { pub it: core::num::NonZero<u16>, pub n: u16 }\n";
    let object = |file: &str, text: &str| {
        let source = workshop.write(&format!("{file}.rs"), &format!("{inner}{text}"));
        let bytes = workshop.rust_object(&source, "0");
        workshop.write(&format!("{file}.o"), "");
        std::fs::write(workshop.path(&format!("{file}.o")), bytes).unwrap();
    };
    object(
        "first",
        "#[unsafe(no_mangle)] pub extern \"C\" fn point(p: *const Whole) -> u32 { unsafe { (*p).a } }",
    );
    object("second", "#[unsafe(no_mangle)] pub extern \"C\" fn value(w: Whole) -> u32 { w.a }");
    for order in [["first.o", "second.o"], ["second.o", "first.o"]] {
        let archive = format!("{}.a", order[0]);
        workshop.run(std::path::Path::new("ar"), &["rcs", &archive, order[0], order[1]]);
        let bytes = std::fs::read(workshop.path(&archive)).unwrap();
        let table = read_symbols(&bytes).unwrap();
        let interface = read_debug_info(&bytes, &wanted(&table), table.machine).unwrap();
        let whole = &interface.types["Whole"];
        assert!(matches!(whole.kind, ghost_abi::model::TypeKind::Struct(_)), "{order:?}: {interface:#?}");
    }
}
