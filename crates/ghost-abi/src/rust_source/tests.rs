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
         #[deprecated = \"old\"] #[no_mangle] pub extern \"C\" fn c() {}\n#[no_mangle] pub extern \"C\" fn d(e: E) {}\n\
         #[repr(C)] #[must_use = \"it ends\"] #[deprecated] pub struct E { pub f: u8 }\n",
    );
    let advice = &view.exports.types["E"].advice;
    assert_eq!((advice.deprecated.as_deref(), advice.must_use), (Some(""), true));
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

/// The constants of files, with their values, then what is left out.
fn constants(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<SourceFile<'_>> = files.iter().map(|&(path, text)| SourceFile { path, text }).collect();
    let view = read_with("t", &files, &Machine::X86_64_LINUX, &Cfg::exactly([]));
    assert_eq!(view.problems, []);
    let value = |constant: &crate::model::Constant| match &constant.value {
        crate::model::ConstantValue::Int(n) => n.to_string(),
        crate::model::ConstantValue::Float(text) | crate::model::ConstantValue::Str(text) => text.clone(),
        crate::model::ConstantValue::Bool(value) => value.to_string(),
    };
    let shown = view.exports.constants.iter().map(|c| format!("{} = {}", c.name, value(c)));
    let left_out = view
        .facts
        .left_out
        .iter()
        .map(|out| format!("{}:{} {}", out.location.file, out.location.line, out.name));
    shown.chain(left_out).collect()
}

/// One constant by its type and its expression; `None` where it has no value.
#[test]
fn arithmetic_has_the_widths_of_its_types() {
    let check = |declaration: &str, expected: Option<&str>| {
        let text = format!(
            "const LOW: u8 = 0x0F; const ONE: f32 = 0.1; type Flags = u32; const SIGNED: i8 = -128;\n\
             enum Mode {{ A, #[cfg(off)] B, C }} struct Arr<const N: usize>; pub const X: {declaration};"
        );
        let found = constants(&[("src/lib.rs", &text)]);
        let expected = expected.map_or("src/lib.rs:2 X".to_owned(), |value| format!("X = {value}"));
        assert_eq!(found, [expected], "{declaration}");
    };
    check("u32 = !0u8 as u32", Some("255"));
    check("u32 = !LOW as u32", Some("240"));
    check("u32 = !0 >> 4", Some("268435455"));
    check("u64 = !0u32 as u64", Some("4294967295"));
    check("u64 = !0 as u64", Some("18446744073709551615"));
    check("u32 = !0u32 / 2", Some("2147483647"));
    check("i32 = (1 << 31) >> 31", Some("-1"));
    check("u32 = (1 << 31) >> 31", Some("1"));
    check("u64 = (1 << 31) as u64", Some("18446744071562067968"));
    check("u8 = !0 & 0x1F_u8", Some("31"));
    check("u8 = 0xFF << 4", Some("240"));
    check("Flags = !0", Some("4294967295"));
    check("Flags = u32::MAX", Some("4294967295"));
    check("u32 = std::u8::MAX as u32 + 1", Some("256"));
    check("u64 = u8::BITS as u64", Some("8"));
    check("i32 = SIGNED as u8 as i32", Some("128"));
    check("u32 = Mode::C as u32", Some("1"));
    check("u128 = !0", None);
    check("u8 = compute()", None);
    check("u8 = 255 + 1", None);
    check("mode_t = 0o644", None);
    check("f32 = -ONE", Some("-0.1"));
    check("f32 = --1.5", Some("1.5"));
    check("f64 = ONE as f64", Some("0.10000000149011612"));
    check("f64 = 0.1 as f64", Some("0.1"));
    check("bool = !(true & false)", Some("true"));
    check("char = 'a'", Some("97"));
    check("u8 = b'a' + 1", Some("98"));
    check("usize = core::mem::size_of::<u16>() * 3", Some("6"));
}

#[test]
fn constants_are_those_that_a_path_names() {
    let check =
        |files: &[(&str, &str)], expected: &[&str]| assert_eq!(constants(files), expected, "{files:?}");
    check(
        &[(
            "src/lib.rs",
            "pub const VERSION: u32 = 1;\n\
           pub mod v2 { pub const VERSION: u32 = 2; pub const OLD: u32 = super::VERSION; pub const ROOT: u32 = crate::VERSION;\n\
           pub const NEW: u32 = self::VERSION; }\npub const OTHER: u32 = engine_core::VERSION;\npub const SECOND: u32 = v2::VERSION;",
        )],
        &[
            "VERSION = 1",
            "SECOND = 2",
            "OLD = 1",
            "ROOT = 1",
            "NEW = 2",
            "src/lib.rs:4 OTHER",
            "src/lib.rs:2 VERSION",
        ],
    );
    let engine = ("crates/engine-core/src/lib.rs", "mod inner; pub use inner::*; pub const A: u32 = 7;");
    let inner = ("crates/engine-core/src/inner.rs", "pub const B: u32 = crate::A + 1;");
    let user = "use engine_core as e; pub const A: u32 = 1; pub const C: u32 = e::B; pub const D: u32 = engine_core::A;";
    check(
        &[engine, inner, ("crates/ffi/src/lib.rs", user)],
        &["B = 8", "A = 7", "C = 8", "D = 7", "crates/ffi/src/lib.rs:1 A"],
    );
    // What two globs offer, and what only one of two configurations has.
    check(
        &[
            (
                "src/lib.rs",
                "mod a; mod b; use a::*; use b::*; pub const X: u8 = N; pub const Y: u8 = M;\n\
           #[cfg(off)] const K: u8 = 1; #[cfg(not(off))] const K: u8 = 2; pub const Z: u8 = K;",
            ),
            ("src/a.rs", "pub(crate) const N: u8 = 1; pub(crate) const M: u8 = 3;"),
            ("src/b.rs", "pub(crate) const N: u8 = 2;"),
        ],
        &["Y = 3", "Z = 2", "src/lib.rs:1 X"],
    );
}

#[test]
fn constants_of_other_crates_are_offered_where_a_use_says_so() {
    let own = "pub use core_lib::{LIMIT, limits::*}; pub const VERSION: u32 = 1; pub const ON: bool = core_lib::ON;";
    let other = "pub const VERSION: u32 = 7; pub const LIMIT: u8 = 9; pub mod limits { pub const LOW: u8 = 2; }\n\
                 #[cfg(feature = \"std\")] pub const ON: bool = true; #[cfg(not(feature = \"std\"))] pub const ON: bool = false;";
    let (plain, std) = (Cfg::exactly([]), Cfg::with_features(["std".to_owned()]));
    let file = |path, text| SourceFile { path, text };
    let files = [
        CrateFile {
            file: file("a/src/lib.rs", other),
            krate: "core_lib",
            cfg: &std,
            offers: Offers::AllButConstants,
        },
        CrateFile { file: file("b/src/lib.rs", own), krate: "ffi", cfg: &plain, offers: Offers::All },
    ];
    let view = read_crates("ffi", &files, &Machine::X86_64_LINUX);
    let values: Vec<_> = view.exports.constants.iter().map(|c| format!("{} {:?}", c.name, c.value)).collect();
    assert_eq!(values, ["LIMIT Int(9)", "LOW Int(2)", "VERSION Int(1)", "ON Bool(true)"]);
    assert_eq!(view.facts.left_out, []);
}

#[test]
fn attributes_under_a_condition_count_where_it_holds() {
    let text = "#[repr(C)] #[cfg_attr(feature = \"wide\", repr(align(64)))] pub struct S { pub a: u8 }\n\
                #[repr(u8)] pub enum E { A { x: u32 }, #[cfg(feature = \"wide\")] B { y: [u64; 9] } }\n\
                #[no_mangle] pub extern \"C\" fn f(s: S, e: E) {}";
    let sizes = |cfg: &Cfg| {
        let view = read_with("t", &[SourceFile { path: "src/lib.rs", text }], &Machine::X86_64_LINUX, cfg);
        ["S", "E"].map(|name| view.exports.types[name].layout.map(|layout| layout.size_bytes))
    };
    assert_eq!(sizes(&Cfg::with_features([])), [Some(1), Some(8)]);
    assert_eq!(sizes(&Cfg::with_features(["wide".to_owned()])), [Some(64), Some(80)]);
    assert_eq!(sizes(&Cfg::unknown())[0], None);
}

#[test]
fn generic_types_end_and_aliases_of_them_are_no_types() {
    let text = |types: &str, uses: &str| format!("{types}\n#[no_mangle] pub extern \"C\" fn f({uses}) {{}}");
    // A type that asks for a larger one each time, which the compiler takes.
    made(&text("#[repr(C)] pub struct W<T> { next: *const W<W<T>>, v: T }", "w: *const W<u8>"));
    made(&text(
        "#[repr(C)] pub struct W<T, U> { a: *const W<W<T, U>, U>, b: *const W<T, W<T, U>> }",
        "w: *const W<u8, u8>",
    ));
    // Written out it would have 2^60 parts.
    let nested = (0..60).fold("u8".to_owned(), |inner, _| format!("D<{inner}>"));
    made(&text("type D<T> = extern \"C\" fn(T, T);", &format!("d: {nested}")));
    let twice = view(&text("type Slot<T> = *const T;", "a: Slot<u8>, b: Slot<u8>"));
    let f = twice.exports.function("f").unwrap();
    assert_eq!(f.params[0].ty, f.params[1].ty);
    assert!(matches!(&f.params[1].ty, Type::Pointer(_)), "{f:?}");
}

#[test]
fn what_hides_a_niche_makes_option_larger() {
    let check = |ty: &str, is_pointer: bool| {
        let text = format!(
            "type Text = str; type Callback = dyn Fn(); #[repr(transparent)] pub struct H(core::cell::Cell<&'static u8>);\n\
             #[no_mangle] pub extern \"C\" fn f(x: {ty}) {{}}"
        );
        let found = view(&text).exports.functions[0].params[0].ty.clone();
        let thin = matches!(found, Type::Pointer(_) | Type::FnPointer(_));
        assert_eq!(thin, is_pointer, "{ty}: {found:?}");
    };
    check("Option<&u8>", true);
    check("Option<core::mem::ManuallyDrop<&u8>>", true);
    check("Option<Cell<&u8>>", false);
    check("Option<MaybeUninit<extern \"C\" fn()>>", false);
    check("Option<H>", false);
    check("Option<&Text>", false);
    check("&Text", false);
    check("Option<Box<Callback>>", false);
    check("&[[u8; 4]]", false);
    check("&[u8; 4]", true);
}

#[test]
fn an_enum_that_is_larger_than_its_integer_shows_nothing() {
    let check = |repr: &str, is_opaque: bool| {
        let view = view(&format!(
            "#[repr({repr})] pub enum E {{ A, B }} #[no_mangle] pub extern \"C\" fn f(e: *const E) {{}}"
        ));
        assert_eq!(view.exports.types["E"].kind == TypeKind::Opaque, is_opaque, "{repr}");
    };
    check("u8, align(8)", true);
    check("u32, align(4)", false);
    check("u8", false);
}

#[test]
fn numbers_of_eight_bytes_on_32_bit_x86() {
    let linux = Machine { pointer_bytes: 4, c_long_bytes: 4, wide_align_bytes: 4, ..Machine::X86_64_LINUX };
    let text = "#[repr(C)] struct S { a: u32, b: u64 } #[repr(C)] struct D { a: u32, b: f64 }\n\
                pub const S: usize = size_of::<S>(); pub const D: usize = size_of::<D>();";
    for (machine, expected) in [(linux, 12), (Machine { wide_align_bytes: 8, ..linux }, 16)] {
        let view = read("t", &[SourceFile { path: "src/lib.rs", text }], &machine);
        let sizes: Vec<_> = view.exports.constants.iter().map(|c| c.value.clone()).collect();
        assert_eq!(
            sizes,
            [crate::model::ConstantValue::Int(expected), crate::model::ConstantValue::Int(expected)]
        );
    }
}
