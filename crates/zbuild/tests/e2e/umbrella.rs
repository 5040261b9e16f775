//! Two static Rust crates in one program.

use crate::project::Project;

const PROGRAM: &str = r#"const one = @import("one");
const two = @import("two");
extern fn printf(format: [*:0]const u8, ...) c_int;
pub fn main() void {
    _ = printf("%u %u\n", one.one_value(), two.two_caught());
}
test "both" {
    if (one.one_value() != 1) return error.Wrong;
}
"#;

const TWO: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn two_caught() -> u32 {\n    std::panic::set_hook(Box::new(|_| {}));\n    \
                   std::panic::catch_unwind(|| panic!()).map_or(2, |()| 0)\n}\n";

fn krate(project: &Project, name: &str, more: &str, lib: &str) {
    let toml = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}");
    project.write(&format!("{name}/Cargo.toml"), &toml).write(&format!("{name}/src/lib.rs"), lib);
}

#[test]
fn two_static_crates_are_one_archive() {
    let Some(project) = Project::new("two_static_crates_are_one_archive") else { return };
    let json = r#"{ "project": { "name": "both" }, "dependencies": { "rust_crates": [
  { "name": "one", "path": "one", "crate_type": "staticlib" },
  { "name": "two", "path": "two", "crate_type": "staticlib" }] } }"#;
    project.write("zbuild.json", json).write("src/main.zig", PROGRAM);
    let one =
        |value: u32| format!("#[unsafe(no_mangle)]\npub extern \"C\" fn one_value() -> u32 {{ {value} }}\n");
    krate(&project, "one", "", &one(1));
    krate(&project, "two", "", TWO);
    let prints = |expected: &str| assert_eq!(project.expect(0, &["run"]).stdout, expected);
    prints("1 2\n");
    assert_eq!(project.count(&["build"]).0, 0, "the second build did something");
    krate(&project, "one", "", &one(7));
    prints("7 2\n");
    krate(&project, "one", "", &one(1));
    project.expect(0, &["test"]);
    // What cannot be in one program is refused, and the last good program stays.
    krate(&project, "two", "[profile.release]\npanic = \"abort\"\n", TWO);
    let ran = project.expect(2, &["build", "--release"]);
    assert!(ran.stderr.contains("`two` has panic = \"abort\""), "{}", ran.stderr);
    assert!(project.root.join("zig-out/bin/both").exists());
}

const OPTIONAL: &str = r#"const std = @import("std");
const crates = @import("build_options").crates;
const one = @import("one");
extern fn printf(format: [*:0]const u8, ...) c_int;
pub fn main() void {
    const two = if (crates.two) @import("two").two_caught() else 0;
    const three = if (crates.three) @import("three").three_value() else 0;
    _ = printf("%u %u %u\n", one.one_value(), @as(c_uint, two), @as(c_uint, three));
}
"#;

#[test]
fn optional_crates_beside_others_are_linked_if_they_are_built() {
    let test = "optional_crates_beside_others_are_linked_if_they_are_built";
    let Some(project) = Project::new(test) else { return };
    let json = |one_optional: bool| {
        format!(
            r#"{{ "project": {{ "name": "some" }}, "dependencies": {{ "rust_crates": [
  {{ "name": "one", "path": "one", "optional": {one_optional} }},
  {{ "name": "two", "path": "two", "optional": true }},
  {{ "name": "three", "path": "three", "optional": true }}] }} }}"#
        )
    };
    project.write("zbuild.json", &json(false)).write("src/main.zig", OPTIONAL);
    let value = |name: &str, value: &str| {
        format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}_value() -> u32 {{ {value} }}\n")
    };
    krate(&project, "one", "", &value("one", "1"));
    krate(&project, "two", "", TWO);
    krate(&project, "three", "", &value("three", "3"));
    let prints = |expected: &str, left_out: &[&str]| {
        let ran = project.expect(0, &["run"]);
        assert_eq!(ran.stdout, expected, "{}", ran.stderr);
        for name in ["one", "two", "three"] {
            let said = ran.stderr.contains(&format!("warning: `{name}` is left out"));
            assert_eq!(said, left_out.contains(&name), "{name}: {}", ran.stderr);
        }
        assert_eq!(project.count(&["build"]).0, 0, "the next build did something");
    };
    prints("1 2 3\n", &[]);
    krate(&project, "three", "", &value("three", "nonsense"));
    prints("1 2 0\n", &["three"]);
    krate(&project, "two", "", "mod missing;\n");
    prints("1 0 0\n", &["two", "three"]);
    krate(&project, "one", "", &value("one", "9"));
    prints("9 0 0\n", &["two", "three"]);
    // A file that was missing may be what it lacked.
    project.write("two/src/missing.rs", TWO);
    prints("9 2 0\n", &["three"]);
    krate(&project, "three", "", &value("three", "4"));
    prints("9 2 4\n", &[]);

    // Where all are optional there may be none.
    project.write("zbuild.json", &json(true));
    project.write(
        "src/main.zig",
        &OPTIONAL.replace("one.one_value()", "@as(c_uint, if (crates.one) one.one_value() else 0)"),
    );
    for name in ["one", "two", "three"] {
        krate(&project, name, "", "nonsense\n");
    }
    prints("0 0 0\n", &["one", "two", "three"]);
    krate(&project, "one", "", &value("one", "5"));
    prints("5 0 0\n", &["two", "three"]);
}
