use super::*;
use crate::model::{CallConv, Nullability, Type, TypeKind};

fn view(text: &str) -> SourceView {
    read("t", &[SourceFile { path: "lib.rs", text }], &Machine::X86_64_LINUX)
}

#[test]
fn exports_and_imports_are_told_apart() {
    let view = view(
        "/// Adds.\n#[unsafe(no_mangle)]\npub extern \"C\" fn add(a: i32, b: i32) -> i32 { a + b }\n\
         unsafe extern \"C\" { fn host(p: *const core::ffi::c_char) -> bool; }\n",
    );
    assert_eq!(view.problems, []);
    let add = view.exports.function("add").unwrap();
    assert_eq!(add.docs, ["Adds."]);
    assert_eq!(add.callconv, CallConv::C);
    assert_eq!((add.location.as_ref().unwrap().line, add.location.as_ref().unwrap().column), (3, 19));
    assert_eq!(view.imports.function("host").unwrap().ret, Type::Bool);
    assert!(view.exports.function("host").is_none());
}

#[test]
fn option_of_a_reference_may_be_null_and_layouts_follow_c() {
    let view = view(
        "#[repr(C)] pub struct P { pub a: u8, pub b: u32, pub c: [u16; N * 2] }\nconst N: usize = 3;\n\
         #[no_mangle] pub extern \"C\" fn get(p: Option<&P>) -> Box<P> { loop {} }\n",
    );
    let get = view.exports.function("get").unwrap();
    let Type::Pointer(p) = &get.params[0].ty else { panic!("{get:?}") };
    assert_eq!(p.nullable, Nullability::Nullable);
    let def = &view.exports.types["P"];
    assert_eq!(def.layout.unwrap().size_bytes, 20);
    let TypeKind::Struct(record) = &def.kind else { panic!() };
    assert_eq!(record.fields[1].offset_bytes, Some(4));
}

#[test]
fn a_file_that_does_not_parse_is_a_problem_with_its_place() {
    let view = view("fn a() {}\nfn b( {}\n");
    assert_eq!(view.problems.len(), 1);
    assert_eq!(view.problems[0].location.line, 2);
}

/// Symbols of the exports that come out of a text, with their parameters' names and documentation.
fn made(text: &str) -> Vec<String> {
    let view = view(text);
    assert_eq!(view.problems, []);
    let shown = |f: &crate::model::Function| {
        let params: Vec<&str> = f.params.iter().map(|p| p.name.as_deref().unwrap_or("_")).collect();
        format!("{}({}) {}", f.symbol, params.join(", "), f.docs.join("|"))
    };
    view.exports.functions.iter().map(shown).collect()
}

#[test]
fn macros_of_the_files_are_expanded() {
    let check = |text: &str, expected: &[&str]| assert_eq!(made(text), expected, "{text}");
    // The form of many C interfaces: the attribute in the macro, the function in the call.
    check(
        "macro_rules! ffi_fn { (fn $name:ident($($arg:ident: $ty:ty),*,) -> $ret:ty $body:block) => {\n\
         #[no_mangle] pub extern \"C\" fn $name($($arg: $ty),*) -> $ret { $body } };\n\
         (fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty $body:block) => {\n\
         ffi_fn!(fn $name($($arg: $ty),*,) -> $ret $body);}; }\n\
         /// Finds it.\nffi_fn! { fn find(text: *const c_char, len: usize) -> bool { len > 0 } }",
        &["find(text, len) Finds it."],
    );
    // Documentation and attributes handed on; several functions by a list of names.
    check(
        "macro_rules! get { ($($(#[$m:meta])* $name:ident => $field:ident;)+) => { $($(#[$m])*\n\
         #[unsafe(no_mangle)] pub extern \"C\" fn $name(it: *const Thing) -> i32 { it.$field })+ } }\n\
         get! { /** Its width. */ thing_width => width; /// Its\n/// height.\n thing_height => height; }",
        &["thing_height(it) Its|height.", "thing_width(it) Its width."],
    );
    // A rule that does not fit gives way to the next; optional parts.
    check(
        "macro_rules! f { (skip $x:ident) => {}; ($v:vis fn $x:ident $(, $y:ident)? $(,)?) => {\n\
         #[no_mangle] $v extern \"C\" fn $x($($y: u8)?) {} }; }\nf!(skip a); f!(pub fn b, c,); f!(fn d);",
        &["b(c) ", "d() "],
    );
    check(
        "cfg_if::cfg_if! { if #[cfg(windows)] { #[no_mangle] pub extern \"C\" fn w() {} }\n\
         else { #[no_mangle] pub extern \"C\" fn u(fd: i32) {} } }",
        &["u(fd) ", "w() "],
    );
    check(
        "macro_rules! size { ($t:ident) => { paste::paste! { #[no_mangle]\n\
         pub extern \"C\" fn [<lib_ $t:snake _size>](at: *mut $t) -> usize { 0 } } } }\nsize!(BigThing);",
        &["lib_big_thing_size(at) "],
    );
    check(
        "macro_rules! size { ($t:ident, $n:ident) => { paste::paste! { #[no_mangle]\n\
         pub extern \"C\" fn [<lib_ $t:snake _ $t:camel _ $n>](at: *mut $t) -> usize { 0 } } } }\nsize!(HTTPServer, r#type);",
        &["lib_h_t_t_p_server_Httpserver_type(at) "],
    );
    // What nobody defines is not guessed at.
    check("elsewhere! { #[no_mangle] pub extern \"C\" fn no() {} }", &[]);
}

#[test]
fn macros_that_never_end_are_left_alone() {
    let doubling = "macro_rules! d { ($($t:tt)*) => { d!{ $($t)* $($t)* } d!{ $($t)* } } }\nd!{ a b c d }";
    assert_eq!(made(doubling), Vec::<String>::new());
    let deep = "macro_rules! d { ($($t:tt)*) => { d!{ ($($t)*) } } }\nd!{ a }";
    assert_eq!(made(deep), Vec::<String>::new());
}

#[test]
fn a_name_belongs_to_the_outermost_type_wherever_the_crate_lies() {
    let text = "mod deep { #[repr(C)] pub struct Point { pub lat: i32 } }\n\
                #[no_mangle] pub extern \"C\" fn far(at: deep::Point) {}\n\
                #[repr(C)] pub struct Point { pub x: f64 }\n\
                #[no_mangle] pub extern \"C\" fn near(at: Point) {}\n";
    for path in ["src/lib.rs", "geo/src/lib.rs", "figures/src/lib.rs"] {
        let view = read("t", &[SourceFile { path, text }], &Machine::X86_64_LINUX);
        let takes = |symbol: &str| view.exports.function(symbol).unwrap().params[0].ty.clone();
        assert_eq!(takes("near"), Type::Named("Point".into()), "{path}");
        assert_eq!(takes("far"), Type::Named("deep_Point".into()), "{path}");
        let TypeKind::Struct(record) = &view.exports.types["Point"].kind else { panic!() };
        assert_eq!((record.fields[0].name.as_str(), view.exports.types.len()), ("x", 2));
    }
}

#[test]
fn what_callers_are_advised() {
    let view = view(
        "#[deprecated(since = \"1.0\", note = \"use b\")] #[no_mangle] pub extern \"C\" fn a() {}\n\
         #[deprecated] #[must_use] #[no_mangle] pub extern \"C\" fn b() -> bool { true }\n\
         #[deprecated = \"old\"] #[no_mangle] pub extern \"C\" fn c() {}\n#[no_mangle] pub extern \"C\" fn d() {}\n",
    );
    let check = |symbol: &str, deprecated: Option<&str>, must_use: bool| {
        let advice = &view.exports.function(symbol).unwrap().advice;
        assert_eq!((advice.deprecated.as_deref(), advice.must_use), (deprecated, must_use), "{symbol}");
    };
    check("a", Some("use b"), false);
    check("b", Some(""), true);
    check("c", Some("old"), false);
    check("d", None, false);
}

/// Instances that differ in a value only are different types.
#[test]
fn generic_arguments_that_are_values() {
    let view = view(
        "const SMALL: usize = 2;\n#[repr(C)] pub struct Buf<T, const N: usize> { pub len: u8, pub data: [T; N] }\n\
         #[repr(C)] pub struct Two<const N: usize> { pub one: Buf<u8, N>, pub other: Buf<u8, { N + 1 }> }\n\
         #[no_mangle] pub extern \"C\" fn f(a: &Buf<u16, SMALL>, b: &Buf<u16, 12>, c: &Two<{ SMALL * 2 }>) {}\n",
    );
    let size = |name: &str| view.exports.types[name].layout.map(|layout| layout.size_bytes);
    let names: Vec<&str> = view.exports.types.keys().map(String::as_str).collect();
    assert_eq!(names, ["Buf_u16_12", "Buf_u16_2", "Buf_u8_4", "Buf_u8_5", "Two_4"]);
    assert_eq!([size("Buf_u16_2"), size("Buf_u16_12"), size("Two_4")], [Some(6), Some(26), Some(11)]);
}
