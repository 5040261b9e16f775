//! What cannot be written is refused with its name, all of it at once.

use ghost_abi::Interface;
use ghost_abi::emit::{AddressOnly, c, rust, zig};
use ghost_abi::model::{Arch, CallConv, ConstantValue, Location, Record, Repr, Type, TypeKind};

use crate::build::{
    add, alias, array, callback, constant, def, enum_, function, interface, opaque, raw, static_, struct_, t,
};

/// Every language says the same.
fn check(interface: &Interface, expected: &str) {
    for (language, result) in [
        ("c", c::header(interface, &c::COptions::default())),
        ("zig", zig::module(interface, &zig::ZigOptions::default())),
        ("rust", rust::declarations(interface, &rust::RustOptions::default())),
    ] {
        assert_eq!(result.expect_err(language).to_string(), expected, "{language}");
    }
}

#[test]
fn a_foreign_type_names_its_symbol() {
    let foreign = || Type::Foreign("String".to_owned());
    let mut it = interface("x");
    add(&mut it, [struct_("Config", (24, 8), &[("name", foreign(), 0)])]);
    it.functions = vec![
        function("greet", &[("who", foreign())], t("void")),
        function("name", &[("", t("u8"))], foreign()),
        function("configure", &[("config", t("Config"))], t("void")),
        function("hidden", &[("config", raw(t("Config")))], t("void")),
        function("list", &[("", callback(&[("item", foreign())], t("void")))], t("void")),
    ];
    it.functions[0].location = Some(Location { file: "src/lib.rs".to_owned(), line: 4, column: 8 });
    check(
        &it,
        "src/lib.rs:4:8: `greet`, parameter `who`: `String` has no meaning on the other side of the boundary\n\
         `name`, the result: `String` has no meaning on the other side of the boundary\n\
         `configure`, parameter `config`, field `name` of `Config`: `String` has no meaning on the other side of the boundary\n\
         `list`, parameter 1: `String` has no meaning on the other side of the boundary",
    );
}

#[test]
fn values_of_what_has_no_layout() {
    let mut it = interface("x");
    let native = |fields| TypeKind::Struct(Record { fields, repr: Repr::Native });
    add(
        &mut it,
        [
            opaque("Handle"),
            def("Own", native(Vec::new()), Some((8, 8))),
            def(
                "Empty",
                TypeKind::Struct(Record { fields: Vec::new(), repr: Repr::C { align: None } }),
                Some((0, 1)),
            ),
            alias("Also", t("Handle")),
        ],
    );
    it.functions = vec![
        function("a", &[("handle", t("Handle"))], t("void")),
        function("b", &[], t("Own")),
        function("c", &[("empty", t("Empty"))], t("void")),
        function("d", &[("also", t("Also"))], t("void")),
        function("e", &[("lost", t("Lost"))], t("void")),
        function("f", &[("list", array(4, t("u8")))], array(4, t("u8"))),
        function("g", &[("nothing", t("void"))], t("u8")),
        function("h", &[("call", callback(&[("handle", t("Handle"))], t("void")))], t("u8")),
    ];
    it.statics = vec![static_("OWN", t("Own"), false)];
    check(
        &it,
        "`a`, parameter `handle`: `Handle` is opaque and can only be used behind a pointer\n\
         `b`, the result: `Own` has no layout that others can rely on: declare it `repr(C)` or `extern struct`\n\
         `c`, parameter `empty`: `Empty` has no size, and C has no such values\n\
         `d`, parameter `also`: `Handle` is opaque and can only be used behind a pointer\n\
         `e`, parameter `lost`: the interface does not define the type `Lost`\n\
         `f`, parameter `list`: an array cannot be passed or returned by value: pass a pointer, or wrap it in a struct\n\
         `f`, the result: an array cannot be passed or returned by value: pass a pointer, or wrap it in a struct\n\
         `g`, parameter `nothing`: a value is needed here, and the type has none\n\
         `h`, parameter `call`, parameter `handle` of the callback: `Handle` is opaque and can only be used behind a pointer\n\
         `OWN`: `Own` has no layout that others can rely on: declare it `repr(C)` or `extern struct`",
    );
}

#[test]
fn types_that_contain_themselves() {
    let mut it = interface("x");
    add(
        &mut it,
        [struct_("A", (8, 8), &[("b", t("B"), 0)]), struct_("B", (8, 8), &[("a", array(1, t("A")), 0)])],
    );
    check(&it, "`A`, field `b` of `A`, field `a` of `B`: the type contains itself: A");
    let mut it = interface("x");
    add(&mut it, [alias("Round", t("Again")), alias("Again", t("Round"))]);
    assert!(c::header(&it, &c::COptions::default()).is_err());
    let mut it = interface("x");
    add(&mut it, [alias("Pointer", raw(t("Pointer")))]);
    check(&it, "`Pointer`: the type contains itself: Pointer -> Pointer");
}

#[test]
fn conventions_and_values_that_nobody_else_has() {
    let mut it = interface("x");
    let mut native = function("native", &[], t("void"));
    native.callconv = CallConv::Native;
    it.functions = vec![native];
    check(
        &it,
        "`native`: it is called by the rules of its own language's compiler: \
         declare it `extern \"C\"` or `callconv(.c)`",
    );

    let mut it = interface("x");
    it.constants = vec![
        constant("TOO_MUCH", t("u8"), ConstantValue::Int(256)),
        constant("HEX", t("f64"), ConstantValue::Float("0x1p3".to_owned())),
        constant("YES", t("u8"), ConstantValue::Bool(true)),
    ];
    check(
        &it,
        "`TOO_MUCH`: the value 256 cannot be written as the type of `TOO_MUCH`\n\
         `HEX`: the value 0x1p3 cannot be written as the type of `HEX`\n\
         `YES`: the value true cannot be written as the type of `YES`",
    );

    let mut it = interface("x");
    add(&mut it, [enum_("Small", Some("u8"), &[("Big", 300)])]);
    it.functions = vec![function("small", &[], t("Small"))];
    check(&it, "`small`, the result: the value 300 cannot be written as 8 bits of `Small`");
}

#[test]
fn what_one_language_lacks() {
    let mut it = interface("x");
    it.functions = vec![function("odd", &[("value", t("u24"))], t("f128"))];
    let error = rust::declarations(&it, &rust::RustOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "`odd`: Rust has no integer of 24 bits");
    let error = c::header(&it, &c::COptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "`odd`: C has no integer of 24 bits");

    let mut it = interface("x");
    let mut alone = function("alone", &[], t("void"));
    alone.variadic = true;
    it.functions = vec![alone];
    let error = c::header(&it, &c::COptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "`alone`: a variadic function needs a named parameter in C");

    let mut it = interface("x");
    let mut odd = function("odd", &[], t("void"));
    odd.callconv = CallConv::Other("msp430-interrupt".to_owned());
    it.functions = vec![odd];
    let error = zig::module(&it, &zig::ZigOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`odd`: the calling convention `msp430-interrupt` cannot be written in Zig"
    );
}

#[test]
fn types_too_deep_for_a_stack() {
    let mut it = interface("x");
    add(&mut it, [struct_("S000000", (1, 1), &[("a", t("u8"), 0)])]);
    for n in 1..20_000 {
        // Each holds one that stands behind it in the order of names.
        add(
            &mut it,
            [struct_(&format!("R{:06}", 20_000 - n), (1, 1), &[("a", t(&format!("R{:06}", 20_001 - n)), 0)])],
        );
    }
    add(&mut it, [struct_("R020000", (1, 1), &[("a", t("u8"), 0)])]);
    it.functions = vec![function("f", &[("r", t("R000001"))], t("void"))];
    let error = c::header(&it, &c::COptions::default()).unwrap_err().to_string();
    assert!(error.contains("nested too deeply"), "{error}");
}

/// Names of exports of which only the address is declared are taken.
#[test]
fn addresses_have_names() {
    let addresses = ["config", "register", "thing"]
        .map(|symbol| AddressOnly { symbol: symbol.to_owned(), why: Vec::new() });
    let mut it = interface("x");
    add(&mut it, [struct_("thing", (4, 4), &[("a", t("u32"), 0)])]);
    it.functions = vec![function("set", &[("config", t("u32"))], t("thing"))];
    let header =
        c::header(&it, &c::COptions { addresses: addresses.to_vec(), ..Default::default() }).unwrap();
    for expected in
        ["thing_ set(uint32_t config_)", "char register_[] GHOST_X_SYMBOL(\"register\")", "char thing[];"]
    {
        assert!(header.contains(expected), "{expected}\n{header}");
    }
    let module =
        zig::module(&it, &zig::ZigOptions { addresses: addresses.to_vec(), ..Default::default() }).unwrap();
    assert!(module.contains("set(config_: u32) thing_;"), "{module}");
}

/// Functions whose names are macros of C's own headers.
#[test]
fn names_that_c_takes() {
    let mut it = interface("x");
    it.functions = ["linux", "errno", "offsetof"].map(|name| function(name, &[], t("u32"))).to_vec();
    let header = c::header(&it, &c::COptions::default()).unwrap();
    for name in ["linux", "errno", "offsetof"] {
        let expected = format!("uint32_t {name}_(void) GHOST_X_SYMBOL(\"{name}\");");
        assert!(header.contains(&expected), "{header}");
    }
}

/// A struct's name, its size and alignment, its fields, and who passes it wrongly.
type Passed = (&'static str, (u64, u64), Vec<(&'static str, Type, u64)>, &'static str);

/// As it was measured by passing such structs between C and Zig. What is named as wrong need not be wrong, what is not
/// must be right.
#[test]
fn structs_that_zig_passes_otherwise_than_c() {
    let floats = |n: u64, size: u64| vec![("m", array(n, t(if size == 4 { "f32" } else { "f64" })), 0)];
    let words = |n: u64| vec![("m", array(n, t("u32")), 0)];
    let every = "x86_64 before 0.17, aarch64, arm, other";
    let cases: &[Passed] = &[
        (
            "plain",
            (16, 4),
            vec![("a", t("f32"), 0), ("b", t("f32"), 4), ("c", t("f32"), 8), ("d", t("f32"), 12)],
            "",
        ),
        ("large", (24, 8), vec![("a", t("u64"), 0), ("b", t("f64"), 8), ("c", t("u64"), 16)], ""),
        ("one_float", (4, 4), floats(1, 4), every),
        ("four_floats", (16, 4), floats(4, 4), every),
        ("four_doubles", (32, 8), floats(4, 8), "aarch64, arm, other"),
        ("five_floats", (20, 4), floats(5, 4), "arm, other"),
        ("matrix", (64, 4), floats(16, 4), "arm, other"),
        ("three_words", (12, 4), words(3), "arm, other"),
        ("many_words", (64, 4), words(16), "arm, other"),
        ("wide", (16, 16), vec![("a", t("i128"), 0)], "aarch64, arm, other"),
        ("wide_behind", (32, 16), vec![("x", t("u32"), 0), ("a", t("i128"), 16)], "arm, other"),
    ];
    for (name, size, fields, expected) in cases {
        let mut it = interface("x");
        add(&mut it, [struct_("S", *size, fields)]);
        it.functions = vec![function("take", &[("s", t("S"))], t("void")), function("give", &[], t("S"))];
        let mut found = Vec::new();
        for (arch, said) in
            [(Arch::X86_64, "x86_64"), (Arch::Aarch64, "aarch64"), (Arch::Arm, "arm"), (Arch::Other, "other")]
        {
            it.machine.arch = arch;
            let wrong = |version: &str| zig::passed_otherwise(&it, version).unwrap().len();
            let module = zig::module(&it, &zig::ZigOptions::default()).unwrap();
            let refused = module.matches("passes the struct otherwise").count();
            assert_eq!(refused, wrong("0.16.0"), "{name} on {said}: {module}");
            match (wrong("0.15.2"), wrong("0.16.0"), wrong("0.17.1"), wrong("1.0.0-dev.5+abc")) {
                (0, 0, 0, 0) => {}
                (2, 2, 0, 0) => found.push(format!("{said} before 0.17")),
                (2, 2, 2, 2) => found.push(said.to_owned()),
                other => panic!("{name} on {said}: {other:?}"),
            }
        }
        assert_eq!(found.join(", "), *expected, "{name}");
    }
    let error = {
        let mut it = interface("x");
        add(&mut it, [struct_("S", (16, 4), &[("m", array(4, t("f32")), 0)])]);
        it.functions = vec![function("take", &[("s", t("S"))], t("void"))];
        zig::passed_otherwise(&it, "0.16.0").unwrap()[0].to_string()
    };
    assert_eq!(
        error,
        "`take`: Zig 0.16.0 passes the struct otherwise than C on this machine: pass a pointer to it"
    );
}
