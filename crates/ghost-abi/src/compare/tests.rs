use super::*;
use crate::model::Machine;
use crate::rust_source;
use crate::source::SourceFile;

fn interface(text: &str) -> Interface {
    let file = SourceFile { path: "lib.rs", text };
    rust_source::read("t", &[file], &Machine::X86_64_LINUX).exports
}

/// What changes from one text to the other, one line each.
fn changes(old: &str, new: &str) -> Vec<String> {
    let shown = |c: Change| {
        let class = c.class.map_or(String::new(), |c| format!(" {c}"));
        format!("{:?} {:?} {}{class}", c.severity, c.kind, c.name)
    };
    compare_versions(&interface(old), &interface(new)).into_iter().map(shown).collect()
}

const F: &str = "#[no_mangle] pub extern \"C\" fn f";

#[test]
fn the_same_interface_has_no_changes() {
    let text = format!(
        "pub struct Own {{ a: u8 }} #[repr(C)] pub struct P {{ x: u8, y: *mut P }} #[repr(C)] pub enum E {{ A, B }}\n\
         {F}(a: &P, b: E, c: *mut Own, d: Option<extern \"C\" fn(E) -> P>) -> Option<Box<P>> {{ None }}\n\
         pub const N: u32 = 1;"
    );
    assert_eq!(changes(&text, &text), [""; 0]);
}

#[test]
fn symbols_come_and_go() {
    let old = format!("{F}() {{}} #[no_mangle] pub static S: u8 = 1; pub const N: u32 = 1;");
    let new = "#[no_mangle] pub extern \"C\" fn g() {} pub const N: u32 = 2;";
    assert_eq!(
        changes(&old, new),
        ["Breaking Changed N", "Breaking Removed S", "Breaking Removed f", "Compatible Added g"]
    );
}

#[test]
fn signatures_are_judged_from_the_callers_side() {
    let check = |old: &str, new: &str, expected: &[&str]| {
        assert_eq!(
            changes(&format!("{F}{old} {{ loop {{}} }}"), &format!("{F}{new} {{ loop {{}} }}")),
            expected,
            "{old} {new}"
        );
    };
    check("(a: i32)", "(a: i32, b: i32)", &["Breaking Changed f sig-arity"]);
    check("(a: i32)", "(b: i32)", &[]);
    check("(a: i32)", "(a: i64)", &["Breaking Changed f sig-int-width"]);
    check("() -> u8", "() -> i8", &["Breaking Changed f sig-signedness"]);
    check("(a: &u8)", "(a: Option<&u8>)", &[]);
    check("(a: Option<&u8>)", "(a: &u8)", &["Breaking Changed f nullability-mismatch"]);
    check("() -> Option<Box<u8>>", "() -> Box<u8>", &[]);
    check("() -> Box<u8>", "() -> Option<Box<u8>>", &["Breaking Changed f nullability-mismatch"]);
    check("(a: *mut u8)", "(a: *const u8)", &[]);
    check("(a: *const u8)", "(a: *mut u8)", &["Breaking Changed f sig-pointer-const"]);
    check("(a: usize)", "(a: u64)", &["Breaking Changed f sig-usize-vs-fixed"]);
    check("(a: extern \"C\" fn(i32))", "(a: extern \"C\" fn(u32))", &["Breaking Changed f sig-callback"]);
}

#[test]
fn types_are_judged_by_layout_and_by_names() {
    let check = |old: &str, new: &str, arguments: &str, expected: &[&str]| {
        let text = |ty: &str| format!("{ty} {F}{arguments} {{ loop {{}} }}");
        assert_eq!(changes(&text(old), &text(new)), expected, "{old} -> {new}");
    };
    let p = "#[repr(C)] pub struct P { pub a: u32 }";
    check(
        p,
        "#[repr(C)] pub struct P { pub a: u32, pub b: u32 }",
        "(p: &P)",
        &["Breaking Changed f layout-by-value-growth"],
    );
    check(p, "#[repr(C)] pub struct P { pub z: u32 }", "(p: &P)", &["Breaking Changed P"]);
    check(p, "pub struct P { pub a: u32 }", "(p: &P)", &["Breaking Changed f layout-missing-repr-c"]);
    check("pub struct P { a: u32 }", "pub struct P { b: String }", "(p: &P)", &[]);
    let e = "#[repr(C)] pub enum E { A, B }";
    let more = "#[repr(C)] pub enum E { A, B, C }";
    check(e, more, "(e: E)", &["Compatible Changed f enum-value-drift"]);
    check(e, more, "() -> E", &["Breaking Changed f enum-value-drift"]);
    check(more, e, "(e: E)", &["Breaking Changed f enum-value-drift"]);
    check(e, "#[repr(C)] pub enum E { A, Z }", "(e: E)", &["Breaking Changed E"]);
}

#[test]
fn classes_keep_their_ids() {
    for class in Class::ALL {
        assert_eq!(class.id().parse::<Class>().unwrap(), *class);
        assert_eq!(serde_json::to_value(class).unwrap(), class.id());
    }
    assert_eq!(Class::ALL.len(), 51);
    assert!("sig-arty".parse::<Class>().is_err());
}

#[test]
fn findings_of_a_shared_type_are_one() {
    let zig = "const P = extern struct { a: u64 };\nextern fn f(p: *P) void;\nextern fn g(p: P) P;";
    let zig =
        crate::zig_source::read("z", &[SourceFile { path: "m.zig", text: zig }], &Machine::X86_64_LINUX);
    let rust = interface(
        "#[repr(C)] pub struct P { pub a: u32 }\n#[no_mangle] pub extern \"C\" fn f(p: &mut P) {}\n\
         #[no_mangle] pub extern \"C\" fn g(p: P) -> P { p }",
    );
    let found = compare(&zig.imports, &rust, &Options::new(Language::Zig, Language::Rust));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].class, Class::LayoutFieldType);
}

#[test]
fn arrays_of_nothing_are_nothing() {
    use crate::model::Type;
    let nothing = Type::Array { element: Box::new(Type::Bool), len: 0 };
    let many = Type::Array { element: Box::new(nothing), len: 1_000_000_000_000 };
    assert_eq!(super::flat::scalars(&interface(""), &many), Some(Vec::new()));
}
