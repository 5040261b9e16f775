//! Which pointers before a length share it, in idiomatic Zig: only those that surely do.

use ghost_abi::emit::zig::{IdiomaticOptions, idiomatic};
use ghost_abi::model::Type;

use crate::build::{add, enum_, function, interface, opaque, raw, raw_mut, t};

/// `expected` are the parameters of the wrapper.
fn check(params: &[(&str, Type)], expected: &str) {
    let mut it = interface("x");
    let params: Vec<(&str, Type)> = params.iter().cloned().chain([("len", t("usize"))]).collect();
    it.functions = vec![function("f", &params, t("void"))];
    let text = idiomatic(&it, &IdiomaticOptions::default()).unwrap();
    assert!(text.contains(&format!("pub fn f({expected})")), "{expected}\n{text}");
}

#[test]
fn a_length_counts_what_stands_before_it() {
    let (bytes, out) = (|| raw(t("u8")), || raw_mut(t("u8")));
    let (floats, result) = (|| raw(t("f32")), || raw_mut(t("f32")));
    check(&[("out", out()), ("data", bytes())], "out: [*c]u8, data: []const u8");
    check(&[("out", out()), ("input", bytes())], "out: [*c]u8, input: []const u8");
    check(&[("path", bytes()), ("buf", out())], "path: [*c]const u8, buf: []u8");
    check(&[("key", bytes()), ("data", bytes())], "key: [*c]const u8, data: []const u8");
    check(&[("dst", out()), ("src", bytes())], "dst: []u8, src: []const u8");
    check(&[("a", bytes()), ("b", bytes())], "a: []const u8, b: []const u8");
    check(&[("sum", result()), ("values", floats())], "sum: [*c]f32, values: []const f32");
    check(&[("matrix", floats()), ("points", result())], "matrix: [*c]const f32, points: []f32");
    check(
        &[("a", floats()), ("b", floats()), ("out", result())],
        "a: []const f32, b: []const f32, out: []f32",
    );
    check(&[("in1", floats()), ("in2", floats())], "in1: []const f32, in2: []const f32");
}

#[test]
fn helpers_give_way_to_what_the_library_has() {
    let mut it = interface("x");
    add(
        &mut it,
        [
            enum_("Status", Some("u32"), &[("Ok", 0), ("Bad", 1)]),
            enum_("CALLStatus", Some("u32"), &[("Ok", 0), ("Bad", 1)]),
            opaque("raw"),
        ],
    );
    it.functions = vec![
        function("check_status", &[], t("Status")),
        function("other", &[("one", raw(t("raw")))], t("CALLStatus")),
    ];
    let text = idiomatic(&it, &IdiomaticOptions::default()).unwrap();
    for expected in [
        "fn checkStatus(result: raw.Status) Status!void",
        "pub fn checkStatus_() Status!void {\n    return checkStatus(raw.check_status());",
        "return checkCALLStatus(raw.other(one));",
        "pub const raw_ = raw.raw;",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}
