//! Libraries of the machine.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use crate::project::{Project, Ran};

const MAIN: &str = r#"const wrap = @import("wrap");
extern "c" fn printf(format: [*:0]const u8, ...) c_int;

pub fn main() u8 {
    _ = printf("there are %d\n", wrap.count());
    return 0;
}

test "counts" {
    try @import("std").testing.expect(@import("builtin").link_libc and wrap.count() > 0);
}
"#;

/// A program that needs the C library, and a module that needs a library which its own project names.
fn project(test: &str) -> Option<Project> {
    let project = Project::new(test)?;
    project
        .write("count/zbuild.json", r#"{ "project": { "name": "count" } }"#)
        .write("count/src/count.zig", "export fn count() c_int {\n    return 2;\n}\n")
        .write(
            "wrap/zbuild.json",
            r#"{ "project": { "name": "wrap" }, "dependencies": { "system_libraries": ["count"] } }"#,
        )
        .write("wrap/src/wrap.zig", "pub extern fn count() c_int;\n")
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "app" },
  "dependencies": { "zig_modules": [{ "name": "wrap", "path": "wrap" }], "system_libraries": ["c"] },
  "targets": {
    "some": { "kind": "executable", "root": "src/main.zig", "dependencies": ["wrap", "c"] },
    "plain": { "kind": "executable", "root": "plain.zig", "dependencies": [] } } }"#,
        )
        .write("src/main.zig", MAIN)
        .write(
            "plain.zig",
            "pub fn main() u8 {\n    return @intFromBool(@import(\"builtin\").link_libc);\n}\n",
        );
    project.expect(0, &["build", "--config", "count"]);
    Some(project)
}

/// Runs zbuild where the machine has the library.
#[track_caller]
fn expect(project: &Project, code: i32, args: &[&str]) -> Ran {
    let mut command = project.command(args);
    let ran =
        Ran::from(command.env("LIBRARY_PATH", project.root.join("count/zig-out/lib")).output().unwrap());
    assert_eq!(ran.code, Some(code), "zbuild {args:?}:\n{}{}", ran.stdout, ran.stderr);
    ran
}

#[test]
fn libraries_of_the_machine_are_linked() {
    let Some(project) = project("libraries_of_the_machine_are_linked") else { return };
    expect(&project, 0, &["build"]);
    for (program, said) in [("app", "there are 2\n"), ("some", "there are 2\n"), ("plain", "")] {
        assert_eq!(project.program(&format!("zig-out/bin/{program}")), said);
    }
    let report = expect(&project, 0, &["test"]).stderr;
    assert!(report.contains("tests passed: 1 passed"), "{report}");
    assert!(expect(&project, 0, &["build"]).stderr.contains("up to date"));

    // Another library of that name is linked.
    project.write("count/src/count.zig", "export fn count() c_int {\n    return 3;\n}\n");
    project.expect(0, &["build", "--config", "count"]);
    expect(&project, 0, &["build"]);
    assert_eq!(project.program("zig-out/bin/app"), "there are 3\n");

    let said = project.expect(1, &["build"]).stderr;
    assert!(said.contains("count"), "{said}");
}

#[test]
fn a_zig_program_for_another_machine_has_its_c_library() {
    let Some(project) = Project::new("a_zig_program_for_another_machine_has_its_c_library") else { return };
    let main =
        "extern \"c\" fn getpid() c_int;\npub fn main() u8 {\n    return @intFromBool(getpid() < 1);\n}\n";
    let config = |libraries: &str| {
        let config =
            r#"{ "project": { "name": "app" }, "dependencies": { "system_libraries": [LIBRARIES] } }"#;
        project.write("zbuild.json", &config.replace("LIBRARIES", libraries));
    };
    project.write("src/main.zig", main);
    config("");
    let said = project.expect(1, &["build", "--target", "aarch64-linux-musl"]).stderr;
    assert!(said.contains("libc"), "{said}");
    config("\"c\"");
    project.expect(0, &["build", "--target", "aarch64-linux-musl"]);
    config("\"c\", \"ws2_32\"");
    project.expect(0, &["build", "--target", "x86_64-windows-gnu"]);
}

#[test]
fn a_build_zig_links_what_it_says_itself() {
    let Some(project) = Project::new("a_build_zig_links_what_it_says_itself") else { return };
    project.write("build.zig", "pub fn build(_: *@import(\"std\").Build) void {}\n").write(
        "zbuild.json",
        r#"{ "project": { "name": "app" }, "dependencies": { "system_libraries": ["z"] }, "build": { "build_zig": "build.zig" } }"#,
    );
    let said = project.expect(2, &["build"]).stderr;
    assert!(said.contains("zbuild.json:1:72: error: `build.zig` links what it says itself"), "{said}");
    assert!(said.contains("linkSystemLibrary(\"z\", .{})"), "{said}");
}
