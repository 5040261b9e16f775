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
