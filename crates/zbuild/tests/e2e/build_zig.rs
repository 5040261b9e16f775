//! Parts that their own `build.zig` builds, beside crates and Zig code that zbuild builds.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;

use crate::packages;
use crate::project::{ADDER, Project, SUM};

/// Installs a program that calls the crate, and has options and tests.
const SCRIPT: &str = r#"const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const loud = b.option(bool, "loud", "Says more") orelse false;
    const options = b.addOptions();
    options.addOption(bool, "loud", loud);
    const module = b.createModule(.{
        .root_source_file = b.path("app/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    module.addOptions("options", options);
    module.linkSystemLibrary("adder", .{});
    module.linkSystemLibrary("unwind", .{});
    const exe = b.addExecutable(.{ .name = "sum", .root_module = module });
    b.installArtifact(exe);
    b.installFile("app/notes.txt", "share/notes.txt");
    const tests = b.addTest(.{ .root_module = module });
    b.step("test", "Runs the tests").dependOn(&b.addRunArtifact(tests).step);
}
"#;

const MAIN: &str = r#"extern fn adder_add(a: c_int, b: c_int) c_int;
extern fn printf(format: [*:0]const u8, ...) c_int;
const loud = @import("options").loud;

pub fn main() u8 {
    _ = printf(if (loud) "THE SUM IS %d\n" else "the sum is %d\n", adder_add(40, 2));
    return 0;
}

test "adds" {
    try @import("std").testing.expect(adder_add(1, 2) == 3);
}
"#;

fn project(test: &str, version: &str) -> Option<Project> {
    let project = Project::with_zig(test, version)?;
    project.adder("staticlib");
    fs::remove_dir_all(project.root.join("src")).unwrap();
    project.write("build.zig", SCRIPT).write("app/main.zig", MAIN).write("app/notes.txt", "notes\n").write(
        "zbuild.json",
        r#"{ "project": { "name": "sum" },
  "dependencies": { "rust_crates": [{ "name": "adder", "path": "adder" }] },
  "targets": { "noisy": { "zig_target": "native", "features": ["loud"] } },
  "build": { "build_zig": "build.zig" } }"#,
    );
    Some(project)
}

fn check(test: &str, version: &str) {
    let Some(project) = project(test, version) else { return };
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    assert_eq!(project.read("zig-out/share/notes.txt"), "notes\n");
    assert_eq!(project.count(&["build"]), (0, 0), "nothing changed");

    // What is lost or tampered with comes back; what is edited is built again.
    fs::remove_file(project.root.join("zig-out/bin/sum")).unwrap();
    project.write("zig-out/share/notes.txt", "tampered");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    assert_eq!(project.read("zig-out/share/notes.txt"), "notes\n");
    project.write("adder/src/lib.rs", &ADDER.replace("a + b\n", "a + b + 1\n"));
    let ran = project.expect(0, &["run"]);
    assert_eq!(ran.stdout, "the sum is 43\n");

    // Features are options of the script.
    project.expect(0, &["build", "--target", "noisy"]);
    assert_eq!(project.program("zig-out/noisy/bin/sum"), "THE SUM IS 43\n");
}

#[test]
fn a_project_with_a_build_zig() {
    check("a_project_with_a_build_zig", "0.17.1");
}

#[test]
fn a_project_with_a_build_zig_of_zig_0_16() {
    check("a_project_with_a_build_zig_of_zig_0_16", "0.16.0");
}

#[test]
fn a_project_with_a_build_zig_of_zig_0_15() {
    check("a_project_with_a_build_zig_of_zig_0_15", "0.15.2");
}

#[test]
fn what_a_build_zig_installs_may_change() {
    let Some(project) = project("what_a_build_zig_installs_may_change", "0.17.1") else { return };
    project.expect(0, &["build"]);
    let failed = |text: &str| {
        project.write("build.zig", text);
        project.expect(1, &["build"]).stderr
    };
    let said = failed(&SCRIPT.replace("app/main.zig", "app/none.zig"));
    assert!(said.contains("none.zig") && said.contains("build.zig of sum failed"), "{said}");
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");

    project.write("build.zig", &SCRIPT.replace("\"sum\"", "\"total\""));
    let ran = project.expect(0, &["run"]);
    assert_eq!(ran.stdout, "the sum is 42\n");
    assert_eq!(project.program("zig-out/bin/total"), "the sum is 42\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.expect(0, &["package"]);
    let names = packages::names(&packages::packed(&project, ".tar.gz"));
    assert!(names.iter().any(|name| name.ends_with("/share/notes.txt")), "{names:?}");
    assert!(!names.iter().any(|name| name.ends_with("/lib/notes.txt")), "{names:?}");

    let report = project.expect(0, &["test"]).stderr;
    assert!(report.contains("build.zig sum: 1 passed"), "{report}");
    project.write("app/main.zig", &MAIN.replace("== 3", "== 4"));
    let report = project.expect(1, &["test"]).stderr;
    assert!(report.contains("build.zig sum: ") && report.contains("tests failed"), "{report}");
}

#[test]
fn what_a_build_zig_has_no_option_for_is_an_error() {
    let Some(project) = project("what_a_build_zig_has_no_option_for_is_an_error", "0.17.1") else { return };
    let plain = SCRIPT
        .replace("b.standardTargetOptions(.{})", "b.graph.host")
        .replace("b.standardOptimizeOption(.{})", ".Debug");
    project.write("build.zig", &plain);
    for (args, expected) in [
        (
            &["--target", "aarch64-linux-gnu"][..],
            "a target is asked for, and `build.zig` has no option for it",
        ),
        (&["--release"], "an optimisation is asked for"),
        (&["--cpu", "baseline"], "a processor is asked for"),
    ] {
        let said = project.expect(2, &[&["build"], args].concat()).stderr;
        assert!(said.contains(expected) && said.contains("zbuild.json:4:"), "no `{expected}` in {said}");
    }
    // What a file beside it asks for is an option too.
    let shared = "pub const target = @import(\"std\").Build.standardTargetOptions;\n";
    project.write("shared.zig", shared);
    project.write("build.zig", &format!("{plain}const shared = @import(\"shared.zig\");\n"));
    project.expect(0, &["graph", "--target", "aarch64-linux-gnu"]);
    let config = project.read("zbuild.json");
    project.write("zbuild.json", &config.replace("\"build.zig\" }", "\"other.zig\" }"));
    let said = project.expect(2, &["build"]).stderr;
    assert!(said.contains("there is no file `other.zig`"), "{said}");
    let adder = "\"name\": \"adder\", \"path\": \"adder\"";
    let c =
        "\"c_sources\": [{ \"name\": \"my_adder\", \"path\": \"c\", \"files\": [\"a.c\"] }], \"rust_crates\"";
    let twice = config.replace(adder, "\"name\": \"my-adder\", \"path\": \"adder\"");
    project.write("zbuild.json", &twice.replace("\"rust_crates\"", c)).write("c/a.c", "");
    let manifest = project.read("adder/Cargo.toml");
    project.write("adder/Cargo.toml", &manifest.replace("\"adder\"", "\"my-adder\""));
    let said = project.expect(2, &["graph"]).stderr;
    assert!(said.contains("two dependencies of `sum` leave its build.zig `lib/libmy_adder.a`"), "{said}");
    project.write("adder/Cargo.toml", &manifest);
    project.write("zbuild.json", &config.replace("\"loud\"", "\"aloud\""));
    let said = project.expect(2, &["build", "--target", "noisy"]).stderr;
    assert!(
        said.contains("nobody in this workspace has a feature `aloud`") && said.contains("`loud`"),
        "{said}"
    );
}

/// A program of zbuild's own rules that links what a part's `build.zig` installs.
#[test]
fn a_part_with_a_build_zig_is_linked() {
    let Some(project) = Project::new("a_part_with_a_build_zig_is_linked") else { return };
    project.adder("staticlib");
    project.write(
        "zbuild.json",
        r#"{ "project": { "name": "sum" }, "dependencies": {
  "rust_crates": [{ "name": "adder", "path": "adder" }],
  "zig_modules": [{ "name": "part", "path": "part", "linkage": "static", "root": "part.zig" }] } }"#,
    );
    project.write(
        "part/zbuild.json",
        r#"{ "project": { "name": "part" }, "build": { "build_zig": "build.zig" } }"#,
    );
    project.write(
        "part/build.zig",
        "const std = @import(\"std\");\npub fn build(b: *std.Build) void {\n    const lib = b.addLibrary(.{ .name = \"part\", .linkage = .static, .root_module = b.createModule(.{\n        \
         .root_source_file = b.path(\"twice.zig\"), .target = b.standardTargetOptions(.{}), .optimize = b.standardOptimizeOption(.{}) }) });\n    b.installArtifact(lib);\n}\n",
    );
    project.write("part/twice.zig", "export fn part_twice(a: c_int) c_int {\n    return 2 * a;\n}\n");
    project.write("part/part.zig", "pub extern fn part_twice(a: c_int) c_int;\n");
    let main = SUM
        .replace("const adder", "const part = @import(\"part\");\nconst adder")
        .replace("adder.adder_add(40, 2);", "adder.adder_add(40, part.part_twice(1));");
    project.write("src/main.zig", &main);
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("part/twice.zig", "export fn part_twice(a: c_int) c_int {\n    return 2 * a + 0 * a;\n}\n");
    assert!(project.worked(&["build"]).iter().any(|action| action.starts_with("zig-build:")));

    // An artifact links what it names, and nothing else.
    let artifact = |name: &str, dependencies: &str| {
        format!(
            r#""{name}": {{ "kind": "executable", "root": "alone.zig", "dependencies": [{dependencies}] }}"#
        )
    };
    let targets = [artifact("alone", ""), artifact("linked", "\"part\"")].join(", ");
    let config = project.read("zbuild.json");
    project.write("zbuild.json", &config.replacen('{', &format!("{{ \"targets\": {{ {targets} }},"), 1));
    project.write("alone.zig", "pub fn main() void {}\n");
    for (name, linked) in [("alone", false), ("linked", true)] {
        let program = format!("zig:.zbuild/obj/native-Debug/sum/bin/{name}");
        let graph = project.expect(0, &["graph", &program, "--format", "json"]).stdout;
        assert_eq!(graph.contains("\"zig-build:"), linked, "{graph}");
    }
}

#[test]
fn what_does_not_need_a_build_zig_that_fails_is_built() {
    let Some(project) = Project::new("what_does_not_need_a_build_zig_that_fails_is_built") else { return };
    project.write("zbuild.json", r#"{ "workspace": { "members": ["broken", "whole"] } }"#);
    project.write(
        "broken/zbuild.json",
        r#"{ "project": { "name": "broken" }, "build": { "build_zig": "build.zig" } }"#,
    );
    project.write("broken/build.zig", "pub fn build(b: *@import(\"std\").Build) void {\n    b.oops();\n}\n");
    project.write("whole/zbuild.json", r#"{ "project": { "name": "whole" } }"#);
    project.write("whole/src/main.zig", "pub fn main() void {}\n");
    project.expect(1, &["build"]);
    assert!(!project.root.join("zig-out/bin/whole").exists());
    let said = project.expect(1, &["build", "--keep-going"]).stderr;
    assert!(said.contains("build.zig of broken failed") && said.contains(", 1 failed"), "{said}");
    assert_eq!(project.program("zig-out/bin/whole"), "");
}

#[test]
fn what_a_build_zig_may_read_makes_it_run_again() {
    let Some(project) = Project::new("what_a_build_zig_may_read_makes_it_run_again") else { return };
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "app" }, "build": { "build_zig": "app/build.zig" } }"#,
        )
        .write(
            "app/build.zig",
            "pub fn build(b: *@import(\"std\").Build) void {\n    \
             b.installFile(\"../shared/notes.txt\", \"share/notes.txt\");\n    \
             b.installFile(\"kept~\", \"share/kept\");\n}\n",
        )
        .write("app/kept~", "1")
        .write("shared/notes.txt", "1");
    project.expect(0, &["build"]);
    for (file, again) in [
        ("shared/notes.txt", true),
        ("shared/deep/beside.txt", true),
        ("app/new.zig", true),
        ("app/kept~", true),
        ("app/.new.zig.swp", false),
        ("app/new.zig~", false),
        ("app/.idea/workspace.xml", false),
        ("app/.git/index", false),
        ("elsewhere.txt", false),
    ] {
        project.write(file, "2");
        let ran = project.worked(&["build"]);
        assert_eq!(ran.iter().any(|action| action.starts_with("zig-build:")), again, "{file}: {ran:?}");
    }
    assert_eq!(project.read("zig-out/share/notes.txt"), "2");
    assert_eq!(project.read("zig-out/share/kept"), "2");
}
