//! Zig libraries for others: archives, headers and what they offer.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "helpers of tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::Project;

const SORT: &str = r#"
const std = @import("std");

/// How a sorter sorts.
pub const Order = enum(u32) { up = 0, down = 1, _ };

/// What a sort did.
pub const Report = extern struct { moved: usize, order: Order, ok: bool };

const Sorter = struct { order: Order };

/// Makes a sorter; null where there is no memory or no such order.
export fn sorter_create(order: u32) ?*Sorter {
    if (order > 1) return null;
    const sorter = std.heap.c_allocator.create(Sorter) catch return null;
    sorter.* = .{ .order = @enumFromInt(order) };
    return sorter;
}

export fn sorter_destroy(sorter: ?*Sorter) void {
    if (sorter) |s| std.heap.c_allocator.destroy(s);
}

fn sort(comptime T: type) fn (?*const Sorter, [*]T, usize) callconv(.c) Report {
    return struct {
        fn f(sorter: ?*const Sorter, data: [*]T, len: usize) callconv(.c) Report {
            const s = sorter orelse return .{ .moved = 0, .order = .up, .ok = false };
            switch (s.order) {
                .down => std.mem.sort(T, data[0..len], {}, std.sort.desc(T)),
                else => std.mem.sort(T, data[0..len], {}, std.sort.asc(T)),
            }
            return .{ .moved = len, .order = s.order, .ok = true };
        }
    }.f;
}

const sort_i32 = sort(i32);
comptime {
    @export(&sort_i32, .{ .name = "sorter_sort_i32" });
    @export(&sort(f64), .{ .name = "sorter_sort_f64" });
}
"#;

const VECTOR: &str = "export fn simd_sum(data: [*]const f32, len: usize) f32 {\n    var sum: f32 = 0;\n    for (data[0..len]) |x| sum += x;\n    return sum;\n}\n";

/// The document's layout: one file of configuration gives both libraries, of which one is this.
pub(crate) fn modules(test: &str, algorithms: &str) -> Option<Project> {
    let project = Project::new(test)?;
    project
        .write(
            "zig_modules/algorithms/zbuild.json",
            r#"{ "project": { "name": "algorithms" },
  "dependencies": { "zig_modules": [{ "name": "simd", "path": "../simd" }] } }"#,
        )
        .write("zig_modules/algorithms/src/sort.zig", algorithms)
        .write("zig_modules/simd/src/vector.zig", VECTOR);
    Some(project)
}

const BUILD: &[&str] = &[
    "build",
    "--config",
    "zig_modules/algorithms/zbuild.json",
    "--target",
    "x86_64-unknown-linux-gnu",
    "--output-dir",
    "target/zig",
];

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn rustc(folder: &Path, main: &str) -> String {
    fs::write(folder.join("main.rs"), main).unwrap();
    let mut command = Command::new("rustc");
    command.args([
        "--edition",
        "2024",
        "main.rs",
        "-L",
        "target/zig",
        "-l",
        "static=algorithms",
        "-l",
        "static=simd",
    ]);
    run(command.current_dir(folder));
    run(&mut Command::new(folder.join("main")))
}

const MAIN: &str = r#"
#[repr(C)] struct Report { moved: usize, order: u32, ok: bool }
unsafe extern "C" {
    fn sorter_create(order: u32) -> *mut u8;
    fn sorter_destroy(sorter: *mut u8);
    fn sorter_sort_i32(sorter: *mut u8, data: *mut i32, len: usize) -> Report;
    fn sorter_sort_f64(sorter: *mut u8, data: *mut f64, len: usize) -> Report;
    fn simd_sum(data: *const f32, len: usize) -> f32;
}
fn main() {
    let (mut a, mut b) = ([3, 1, 2], [0.5, 2.5, 1.5]);
    unsafe {
        let sorter = sorter_create(1);
        let report = sorter_sort_i32(sorter, a.as_mut_ptr(), a.len());
        sorter_sort_f64(sorter, b.as_mut_ptr(), b.len());
        println!("{a:?} {b:?} {} {} {} {}", report.moved, report.order, report.ok, simd_sum([1.5, 2.5].as_ptr(), 2));
        sorter_destroy(sorter);
    }
}
"#;

#[test]
fn the_documents_modules_for_a_rust_program() {
    let Some(project) = modules("the_documents_modules_for_a_rust_program", SORT) else { return };
    for mode in ["ReleaseFast", "Debug"] {
        project.expect(0, &[BUILD, &["--optimize", mode]].concat());
        assert_eq!(rustc(&project.root, MAIN), "[3, 2, 1] [2.5, 1.5, 0.5] 3 1 true 4\n", "{mode}");
    }
    let read = |path: &str| fs::read_to_string(project.root.join(path)).unwrap();
    let header = read("target/zig/include/algorithms.h");
    for text in
        ["sorter_sort_i32", "sorter_sort_f64", "int32_t *", "double *", "Makes a sorter", "_Static_assert"]
    {
        assert!(header.contains(text), "no {text} in {header}");
    }
    assert!(read("target/zig/include/simd.h").contains("simd_sum"));
    assert!(!header.contains("simd_sum"));
    let counted = project.count(&[BUILD, &["--optimize", "Debug"]].concat());
    assert_eq!(counted, (0, 0));
}

#[test]
fn a_module_that_is_compiled_in_is_linked_once() {
    let Some(project) = modules("a_module_that_is_compiled_in_is_linked_once", SORT) else { return };
    project.write(
        "zig_modules/algorithms/src/sort.zig",
        &format!("{SORT}\nconst simd = @import(\"simd\");\ncomptime {{ _ = simd; }}\n"),
    );
    project.expect(0, BUILD);
    assert_eq!(rustc(&project.root, MAIN), "[3, 2, 1] [2.5, 1.5, 0.5] 3 1 true 4\n");
    let header = fs::read_to_string(project.root.join("target/zig/include/algorithms.h")).unwrap();
    assert!(!header.contains("simd_sum"), "it has a header of its own: {header}");
}

#[test]
fn what_c_cannot_have_is_said_with_its_place() {
    let Some(project) = modules("what_c_cannot_have_is_said_with_its_place", SORT) else { return };
    let source = |text: &str| project.write("zig_modules/algorithms/src/sort.zig", text);
    for (text, expected) in [
        ("export fn f(text: []const u8) void { _ = text; }\n", "sort.zig:1:"),
        ("const S = struct { a: u8 };\nexport fn f(s: S) void { _ = s; }\n", "sort.zig:2:"),
        ("export fn f() error{No}!void {}\n", "sort.zig:1:"),
    ] {
        source(text);
        let said = project.expect(1, BUILD).stderr;
        assert!(said.contains(expected), "no {expected} in {said}");
        assert!(!project.root.join("target/zig/libsimd.a").exists(), "all of it or nothing");
    }
    source("pub fn not_exported() void {}\n");
    let said = project.expect(0, BUILD).stderr;
    assert!(
        said.contains("`algorithms` exports nothing that another language could call")
            || said.contains("libsimd.a"),
        "{said}"
    );
}

#[test]
fn a_zig_program_links_a_module_as_a_library() {
    let Some(project) = Project::new("a_zig_program_links_a_module_as_a_library") else { return };
    for linkage in ["static", "dynamic"] {
        project
            .write(
                "zbuild.json",
                &format!(
                    r#"{{ "project": {{ "name": "app" }}, "dependencies": {{ "zig_modules": [{{ "name": "simd", "path": "simd", "linkage": "{linkage}" }}] }} }}"#
                ),
            )
            .write("simd/src/vector.zig", VECTOR)
            .write(
                "src/main.zig",
                "const simd = @import(\"simd\");\npub fn main() u8 { const d = [_]f32{ 1, 2, 3 }; return if (simd.simd_sum(&d, d.len) == 6) 0 else 1; }\n",
            );
        project.expect(0, &["build"]);
        assert_eq!(project.program("zig-out/bin/app"), "", "{linkage}");
        project.write(
            "src/main.zig",
            "extern fn simd_sum(data: [*]const f32) f32;\npub fn main() u8 { return @intFromFloat(simd_sum(&.{ 1, 2 })); }\n",
        );
        let said = project.expect(1, &["build"]).stderr;
        assert!(said.contains("src/main.zig:1:") && said.contains("[sig-arity]"), "{said}");
    }
}

#[test]
fn several_static_crates_become_one_library() {
    let Some(project) = Project::new("several_static_crates_become_one_library") else { return };
    let manifest =
        |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let source = |name: &str, body: &str| {
        format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}_of(a: i32) -> i32 {{\n    {body}\n}}\n")
    };
    let rust_crates = r#"{ "name": "twice", "path": "twice" }, { "name": "half", "path": "half" }"#;
    let config = |more: &str| {
        format!(
            r#"{{ "project": {{ "name": "app" }}, "dependencies": {{ "rust_crates": [{rust_crates}{more}] }} }}"#
        )
    };
    project
        .write("zbuild.json", &config(""))
        .write("twice/Cargo.toml", &manifest("twice"))
        .write("twice/src/lib.rs", &source("twice", "String::from(\"12\").len() as i32 * a"))
        .write("half/Cargo.toml", &manifest("half"))
        .write("half/src/lib.rs", &source("half", "std::panic::catch_unwind(|| a / 2).unwrap_or(0)"))
        .write(
            "src/main.zig",
            "const twice = @import(\"twice\");\nconst half = @import(\"half\");\nconst crates = @import(\"build_options\").crates;\n\
             pub fn main() u8 { return if (twice.twice_of(4) + half.half_of(4) == 10 and crates.half) 0 else 1; }\n",
        );
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/app"), "");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("half/src/lib.rs", &source("half", "a / 4"));
    project.expect(0, &["build"]);
    assert!(!project.command(&["run"]).output().unwrap().status.success(), "the change arrived");
}

#[test]
fn an_optional_crate_is_left_out_aloud() {
    let Some(project) = Project::new("an_optional_crate_is_left_out_aloud") else { return };
    let good = "#[unsafe(no_mangle)]\npub extern \"C\" fn extra_value() -> u8 { 3 }\n";
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "app" }, "dependencies": { "rust_crates": [{ "name": "extra", "path": "extra", "optional": true }] } }"#,
        )
        .write("extra/Cargo.toml", "[package]\nname = \"extra\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("extra/src/lib.rs", &good.replace('3', "nonsense"))
        .write(
            "src/main.zig",
            "const options = @import(\"build_options\");\n\
             pub fn main() u8 { return if (options.crates.extra) @import(\"extra\").extra_value() else 5; }\n",
        );
    let said = project.expect(5, &["run"]).stderr;
    assert!(
        said.contains("cannot find value `nonsense`") && said.contains("`extra` is optional and left out"),
        "{said}"
    );
    let said = project.expect(5, &["run"]).stderr;
    assert!(
        said.contains("zbuild.json:1:") && said.contains("warning: `extra` is left out"),
        "each time: {said}"
    );
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("extra/src/lib.rs", good);
    let said = project.expect(3, &["run"]).stderr;
    assert!(!said.contains("error"), "{said}");
    let said = project.expect(0, &["build"]).stderr;
    assert!(!said.contains("left out"), "{said}");

    // What it depends on by path may be at fault.
    project
        .write("extra/Cargo.toml", "[package]\nname = \"extra\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nhelper = { path = \"../helper\" }\n")
        .write("helper/Cargo.toml", "[package]\nname = \"helper\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("helper/src/lib.rs", "pub const VALUE: u8 = nonsense;\n")
        .write("extra/src/lib.rs", &good.replace('3', "helper::VALUE"));
    let said = project.expect(5, &["run"]).stderr;
    assert!(said.contains("`extra` is optional and left out"), "{said}");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("helper/src/lib.rs", "pub const VALUE: u8 = 9;\n");
    project.expect(9, &["run"]);
}

/// Two modules that share a type: a C file includes both headers, and gets one definition.
#[test]
fn a_type_that_two_headers_have_is_defined_once() {
    let Some(project) = Project::new("a_type_that_two_headers_have_is_defined_once") else { return };
    let module = |name: &str| {
        format!(
            "const types = @import(\"types\");\nexport fn {name}_of(point: *const types.Point, kind: types.Kind) i32 {{\n    \
             return point.x + @as(i32, @intFromEnum(kind));\n}}\n"
        )
    };
    let config = |name: &str, more: &str| {
        format!(
            r#"{{ "project": {{ "name": "{name}" }}, "dependencies": {{ "zig_modules": [{{ "name": "types", "path": "../types" }}{more}] }} }}"#
        )
    };
    project
        .write("types/src/types.zig", "/// A place.\npub const Point = extern struct { x: i32, y: i32 };\npub const Kind = enum(u8) { one = 1, two };\n")
        .write("b/zbuild.json", &config("b", ""))
        .write("b/src/b.zig", &module("b"))
        .write("a/zbuild.json", &config("a", r#", { "name": "b", "path": "../b" }"#))
        .write("a/src/a.zig", &module("a"));
    project.expect(0, &["build", "--config", "a"]);
    let main = "#include \"a.h\"\n#include \"b.h\"\nint main(void) {\n    Point point = { 20, 0 };\n    return a_of(&point, two) + b_of(&point, two) - 44;\n}\n";
    project.write("main.c", main);
    let out = project.root.join("a/zig-out");
    let mut command = project.command(&[]);
    let path = command
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .and_then(|(_, value)| value)
        .map(ToOwned::to_owned);
    command = Command::new("zig");
    command
        .args(["cc", "main.c", "-o", "main", "-I"])
        .arg(out.join("include"))
        .arg("-L")
        .arg(out.join("lib"));
    run(command.args(["-la", "-lb"]).current_dir(&project.root).env("PATH", path.unwrap_or_default()));
    run(&mut Command::new(project.root.join("main")));

    // A type of the same name that is another one is still an error.
    let header = project.read("a/zig-out/include/b.h");
    assert!(header.contains("#ifndef GHOST_TYPE_Point_"), "{header}");
    project.write(
        "a/zig-out/include/b.h",
        &header.replace("int32_t y;", "int64_t y;").replace("GHOST_TYPE_Point_", "GHOST_TYPE_Point_0"),
    );
    let failed = command.output().unwrap();
    assert!(!failed.status.success(), "two definitions of Point are not one");
}

/// What Zig passes otherwise than C on a machine links there and gives wrong values: it is refused with its place.
#[test]
fn structs_that_zig_passes_otherwise_than_c_are_refused() {
    let Some(project) = Project::new("structs that Zig passes otherwise than C") else { return };
    project.write("zbuild.json", r#"{ "project": { "name": "vectors" } }"#).write(
        "src/vectors.zig",
        "pub const Vec4 = extern struct { v: [4]f32 };\n\nexport fn vectors_sum(x: Vec4) f32 {\n    return x.v[0] + x.v[1] + x.v[2] + x.v[3];\n}\n\nexport fn vectors_first(x: *const Vec4) f32 {\n    return x.v[0];\n}\n",
    );
    let told = project.expect(1, &["build", "--target", "aarch64-linux-musl"]).stderr;
    for expected in ["vectors.zig:3:", "`vectors_sum`: Zig ", "passes the struct otherwise than C"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(!told.contains("`vectors_first`"), "{told}");
}
