//! Zig modules, C and C++ sources, generated files and explicit artifacts.

use std::fs;

use crate::project::Project;

const MAIN: &str = r#"
const text = @import("text");
const num = @import("numbers");
extern fn printf(format: [*:0]const u8, ...) c_int;
extern fn c_twice(a: c_int) c_int;
extern fn cpp_length(text: [*:0]const u8) c_int;

pub fn main() u8 {
    _ = printf("%d %d %s %d\n", c_twice(4), cpp_length("abcde"), text.shout().ptr, num.third());
    return 0;
}

test "numbers" {
    try @import("std").testing.expect(num.third() == 33);
}
"#;

fn project(test: &str) -> Option<Project> {
    let project = Project::new(test)?;
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "all" },
  "dependencies": {
    "zig_modules": [
      { "name": "text", "path": "." },
      { "name": "numbers", "path": "libs/num bers", "root": "three.zig" }
    ],
    "c_sources": [
      { "name": "native", "path": "native", "files": ["twice it's.c", "länge.cpp"], "include_dirs": ["inc lude"], "flags": ["-DFACTOR=2"] }
    ]
  } }"#,
        )
        .write("src/main.zig", MAIN)
        .write("src/text.zig", "pub fn shout() [:0]const u8 { return \"HEY\"; }\n")
        .write("libs/num bers/three.zig", "const text = @import(\"text\");\npub fn third() c_int { return 30 + @as(c_int, @intCast(text.shout().len)); }\n")
        .write("inc lude/factor it's.h", "#define TIMES(a) ((a) * FACTOR)\n")
        .write("native/twice it's.c", "#include \"factor it's.h\"\nint c_twice(int a) { return TIMES(a); }\n")
        .write("native/länge.cpp", "#include <string>\nextern \"C\" int cpp_length(const char *text) { return (int)std::string(text).size(); }\n");
    Some(project)
}

#[test]
fn modules_and_c_become_one_program() {
    let Some(project) = project("modules_and_c_become_one_program") else { return };
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/all"), "8 5 HEY 33\n");
    assert_eq!(project.count(&["build"]), (0, 0));

    // A header that only the depfile knows.
    project.write("inc lude/factor it's.h", "#define TIMES(a) ((a) * FACTOR * 10)\n");
    let worked = project.worked(&["build"]);
    assert_eq!(worked.len(), 2, "one object and the program: {worked:?}");
    assert_eq!(project.program("zig-out/bin/all"), "80 5 HEY 33\n");
    // One that appears where the compiler looks before.
    project.write("native/factor it's.h", "#define TIMES(a) ((a) * FACTOR * 100)\n");
    assert_eq!(project.worked(&["build"]).len(), 2);
    assert_eq!(project.program("zig-out/bin/all"), "800 5 HEY 33\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    fs::remove_file(project.root.join("native/factor it's.h")).unwrap();
    project.write("src/text.zig", "pub fn shout() [:0]const u8 { return \"HELLO\"; }\n");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/all"), "80 5 HELLO 35\n");
}

#[test]
fn what_c_defines_may_be_called_almost_as_an_export() {
    let Some(project) = Project::new("what_c_defines_may_be_called_almost_as_an_export") else { return };
    project.adder("staticlib");
    let config = project.read("zbuild.json");
    let main = project.read("src/main.zig");
    project.write(
        "src/main.zig",
        &format!(
            "{}extern fn adder_and(a: i32, b: i32) i32;\n",
            main.replace("(sum == 42)", "(sum == 42 and adder_and(6, 3) == 2)")
        ),
    );
    // Without C, nobody can define it: said before the linker says less.
    let failed = project.expect(1, &["build"]);
    assert!(failed.stderr.contains("nobody exports `adder_and`; there is `adder_add`"), "{}", failed.stderr);
    let sources = r#""c_sources": [{ "name": "c", "path": "c", "files": ["and.c"] }], "rust_crates""#;
    project
        .write("c/and.c", "int adder_and(int a, int b) { return a & b; }\n")
        .write("zbuild.json", &config.replace("\"rust_crates\"", sources));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let Some(project) = project("what_is_wrong_is_said_with_its_place") else { return };
    let config = fs::read_to_string(project.root.join("zbuild.json")).unwrap();
    for (from, to, expected) in [
        ("\"twice it's.c\"", "\"twice.c\"", "zbuild.json:8:55: error: there is no file `twice.c`"),
        ("\"twice it's.c\"", "\"twice.rs\"", "zbuild.json:8:55: error: `twice.rs` is no C or C++ source"),
        ("\"inc lude\"", "\"include\"", "error: there is no folder `include`"),
        ("\"libs/num bers\"", "\"libs/no\"", "zbuild.json:5:36: error: there is no folder `libs/no`"),
        ("\"three.zig\"", "\"four.zig\"", "error: there is no file `four.zig`"),
        ("\"text\"", "\"native\"", "error: a second dependency named `native`"),
    ] {
        project.write("zbuild.json", &config.replace(from, to));
        let said = project.expect(2, &["build"]).stderr;
        assert!(said.contains(expected), "no `{expected}` in:\n{said}");
    }
    project.write("zbuild.json", &config);
    project.write("native/länge.cpp", "int broken(\n");
    let said = project.expect(1, &["build"]).stderr;
    assert!(said.contains("native/länge.cpp:"), "{said}");
}

#[test]
fn projects_that_depend_on_each_other() {
    let Some(project) = Project::new("projects_that_depend_on_each_other") else { return };
    let on = |name: &str, other: &str| {
        format!(
            r#"{{ "project": {{ "name": "{name}" }}, "dependencies": {{ "zig_modules": [{{ "name": "{other}", "path": "../{other}" }}] }} }}"#
        )
    };
    project
        .write("a/zbuild.json", &on("a", "b"))
        .write("b/zbuild.json", &on("b", "c"))
        .write("c/zbuild.json", r#"{ "project": { "name": "c" }, "dependencies": { "c_sources": [{ "name": "n", "path": ".", "files": ["n.c"] }] } }"#)
        .write("c/n.c", "int n(void) { return 41; }\n")
        .write("a/src/main.zig", "const b = @import(\"b\");\npub fn main() u8 { return if (b.get() == 42) 0 else 1; }\n")
        .write("b/src/b.zig", "const c = @import(\"c\");\npub fn get() c_int { return c.get() + 1; }\n")
        .write("c/src/root.zig", "extern fn n() c_int;\npub fn get() c_int { return n(); }\n");
    project.expect(0, &["build", "--config", "a"]);
    assert_eq!(project.program("a/zig-out/bin/a"), "");

    project.write("c/zbuild.json", &on("c", "b"));
    let said = project.expect(2, &["build", "--config", "a"]).stderr;
    assert!(said.contains("c/zbuild.json:1:") && said.contains("dependency cycle: b -> c -> b"), "{said}");
}

#[test]
fn generated_sources_and_explicit_artifacts() {
    let Some(project) = Project::new("generated_sources_and_explicit_artifacts") else { return };
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "main" },
  "generated": [{ "name": "table", "command": ["sh", "tools/table.sh", "src/table.zig"], "inputs": ["tools/table.sh", "data.txt"], "outputs": ["src/table.zig"] }],
  "dependencies": {
    "c_sources": [{ "name": "half", "path": "c", "files": ["half.c", "long.cpp"] }],
    "zig_modules": [{ "name": "helper", "path": "libs/helper" }] },
  "targets": {
    "tool": { "kind": "executable", "root": "src/tool.zig", "dependencies": [] },
    "ctool": { "kind": "executable", "root": "c/tool.c" },
    "half-test": { "kind": "test", "root": "c/half_test.c" },
    "table-test": { "kind": "test", "root": "src/table_test.zig" },
    "plug": { "kind": "library", "root": "src/plug.zig", "linkage": "dynamic" },
    "whole": { "kind": "library", "root": "src/whole.zig", "linkage": "dynamic" },
    "own": { "kind": "library", "root": "src/plug.zig", "linkage": "static", "dependencies": ["helper"] },
    "skip": { "kind": "test", "root": "c/skip.c", "dependencies": [] }
  } }"#,
        )
        .write("src/whole.zig", "extern fn length(c_int) c_int;\nexport fn whole(a: c_int) c_int { return length(a); }\n")
        .write("c/long.cpp", "#include <vector>\nextern \"C\" int length(int a) { std::vector<int> v(a); return (int)v.size(); }\n")
        .write("c/skip.c", "int main(void) { return 77; }\n")
        .write("libs/helper/src/helper.zig", "pub const one = 1;\ntest \"one\" { try @import(\"std\").testing.expect(one == 1); }\n")
        .write("tools/table.sh", "printf 'pub const value = %s;\\n' \"$(cat data.txt)\" > \"$1\"\n")
        .write("data.txt", "7")
        .write("src/main.zig", "const table = @import(\"table.zig\");\nextern fn printf(format: [*:0]const u8, ...) c_int;\npub fn main() u8 { _ = printf(\"%d\\n\", @as(c_int, table.value)); return 0; }\n")
        .write("src/tool.zig", "pub fn main() u8 { return 0; }\n")
        .write("src/plug.zig", "export fn plug_add(a: i32, b: i32) i32 { return a + b; }\n")
        .write("src/table_test.zig", "test \"value\" { try @import(\"std\").testing.expect(@import(\"table.zig\").value > 0); }\n")
        .write("c/half.c", "int half(int a) { return a / 2; }\n")
        .write("c/tool.c", "#include <stdio.h>\nint half(int);\nint main(void) { printf(\"half %d\\n\", half(9)); return 0; }\n")
        .write("c/half_test.c", "int half(int);\nint main(void) { return half(8) == 4 ? 0 : 1; }\n");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/main"), "7\n");
    assert_eq!(project.program("zig-out/bin/tool"), "");
    assert_eq!(project.program("zig-out/bin/ctool"), "half 4\n");
    assert!(project.root.join("zig-out/lib/libplug.so").is_file());
    let header = fs::read_to_string(project.root.join("zig-out/include/plug.h")).unwrap();
    assert!(header.contains("plug_add"), "{header}");
    // What C++ brings along is nobody's interface; what is not named is not part of a library.
    assert!(fs::read_to_string(project.root.join("zig-out/include/whole.h")).unwrap().contains("whole"));
    let own = fs::read(project.root.join("zig-out/lib/libown.a")).unwrap();
    assert!(!own.windows(7).any(|bytes| bytes == b"half.c."), "half is part of it");
    // Of several programs the project's own is run, and each other by its name.
    assert_eq!(project.expect(0, &["run"]).stdout, "7\n");
    assert_eq!(project.expect(0, &["run", "ctool"]).stdout, "half 4\n");
    let said = project.expect(2, &["run", "none"]).stderr;
    assert!(said.contains("there is no program `none`") && said.contains("`zbuild run ctool`"), "{said}");
    assert_eq!(project.count(&["build"]), (0, 0));

    project.write("data.txt", "9");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/main"), "9\n");

    let said = project.expect(0, &["test"]).stderr;
    for expected in ["c half-test: 1 passed", "zig table-test: 1 passed", "zig helper: 1 passed", "1 skipped"]
    {
        assert!(said.contains(expected), "no `{expected}` in {said}");
    }
    project.write("c/half.c", "int half(int a) { return a; }\n");
    let said = project.expect(1, &["test"]).stderr;
    assert!(said.contains("error: c half-test: half-test failed"), "{said}");
}

#[test]
fn headers_that_appear_are_noticed() {
    let Some(project) = Project::new("headers_that_appear_are_noticed") else { return };
    project.write(
        "zbuild.json",
        r#"{ "project": { "name": "says" },
  "dependencies": { "c_sources": [{ "name": "c", "path": "c", "files": ["value.c"], "include_dirs": ["inc", "far"] }] },
  "targets": { "tool": { "kind": "executable", "root": "c/tool.c" } } }"#,
    );
    project
        .write("c/tool.c", "#include <stdio.h>\nint value(void);\nint main(void) { printf(\"%d\\n\", value()); return 0; }\n")
        .write("c/value.c", "#include \"deep/a.h\"\nint value(void) { return VALUE + MORE; }\n")
        .write(
            "inc/deep/a.h",
            "#include \"b.h\"\n#if __has_include(\"more.h\")\n#include \"more.h\"\n#else\n#define MORE 0\n#endif\n",
        )
        .write("far/b.h", "#define VALUE 1\n");
    let says = |project: &Project| {
        project.expect(0, &["build"]);
        project.program("zig-out/bin/tool")
    };
    assert_eq!(says(&project), "1\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("inc/deep/b.h", "#define VALUE 2\n");
    assert_eq!(says(&project), "2\n", "beside the header that includes it");
    project.write("far/more.h", "#define MORE 40\n");
    assert_eq!(says(&project), "42\n", "what was only asked for");
    std::fs::remove_file(project.root.join("inc/deep/b.h")).unwrap();
    assert_eq!(says(&project), "41\n");
}

#[test]
fn a_generated_header_concerns_those_who_include_it() {
    let Some(project) = Project::new("a_generated_header_concerns_those_who_include_it") else { return };
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "says" },
  "generated": [{ "name": "level", "command": ["cp", "level.txt", "inc/level.h"], "inputs": ["level.txt"], "outputs": ["inc/level.h"] }],
  "dependencies": { "c_sources": [{ "name": "c", "path": "c", "files": ["level.c", "other.c"], "include_dirs": ["inc"] }] },
  "targets": { "tool": { "kind": "executable", "root": "c/tool.c" } } }"#,
        )
        .write("level.txt", "#define LEVEL 1\n")
        .write("inc/readme", "")
        .write("c/level.c", "#include \"level.h\"\nint level(void) { return LEVEL; }\n")
        .write("c/other.c", "int other(void) { return 0; }\n")
        .write("c/tool.c", "#include <stdio.h>\nint level(void);\nint main(void) { printf(\"%d\\n\", level()); return 0; }\n");
    project.expect(0, &["build"]);
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("level.txt", "#define LEVEL 2\n");
    let worked = project.worked(&["build"]);
    let compiled = |file: &str| worked.iter().any(|action| action.ends_with(file));
    assert!(compiled("level.c.o") && !compiled("other.c.o") && !compiled("tool.c.o"), "{worked:?}");
    assert_eq!(project.program("zig-out/bin/tool"), "2\n");
    std::fs::remove_file(project.root.join("inc/level.h")).unwrap();
    assert_eq!(project.worked(&["build"]), [""; 0], "it comes back");
}

/// What a Zig file imports that is still to be made is known when it is there, and the first build is whole.
#[test]
fn generated_zig_files_import_what_they_like() {
    let Some(project) = Project::new("generated_zig_files_import_what_they_like") else { return };
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "main" },
  "generated": [{ "name": "table", "command": ["sh", "make.sh"], "inputs": ["make.sh"], "outputs": ["gen/table.zig", "gen/more.zig", "gen/text"] }],
  "dependencies": { "c_sources": [{ "name": "c", "path": "c", "files": ["say.c"] }], "zig_modules": [
    { "name": "table", "path": ".", "root": "gen/table.zig" },
    { "name": "made", "path": "made" },
    { "name": "helper", "path": "helper" }] } }"#,
        )
        .write("c/say.c", "#include <stdio.h>\nvoid say(int value) { printf(\"%d\\n\", value); }\n")
        .write("helper/src/helper.zig", "pub const two = 2;\n")
        .write("made/zbuild.json", r#"{ "project": { "name": "made" },
  "generated": [{ "name": "root", "command": ["sh", "-c", "echo 'pub const three = 3;' > src/root.zig"], "outputs": ["src/root.zig"] }] }"#)
        .write("made/src/readme", "")
        .write("gen/late.zig", "pub const value = 100;\n")
        .write("make.sh", TABLE_MAKER)
        .write("src/main.zig", TABLE_SAYER);
    let passes = |test: &str| {
        let said = project.expect(0, &["test"]).stderr;
        assert!(said.contains(test), "{said}");
    };
    passes("zig table: 1 passed");
    project.expect(0, &["clean"]);
    for file in ["gen/table.zig", "gen/more.zig", "gen/text", "made/src/root.zig"] {
        std::fs::remove_file(project.root.join(file)).unwrap_or_default();
    }
    project.expect(0, &["build", "--no-cache"]);
    assert_eq!(project.program("zig-out/bin/main"), "15\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    // What it imports from now on is watched from now on.
    project.write("make.sh", &TABLE_MAKER.replace("helper.two", "helper.two + @import(\"late.zig\").value"));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/main"), "115\n");
    project.write("gen/late.zig", "pub const value = 200;\n");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/main"), "215\n");
    assert_eq!(project.count(&["build"]), (0, 0));

    project.write("make.sh", "echo no table today >&2; exit 3\n");
    let said = project.expect(1, &["test", "--junit", "report.xml"]).stderr;
    assert!(said.contains("no table today"), "{said}");
    assert!(
        project.read("report.xml").contains("name=\"generated table\""),
        "{}",
        project.read("report.xml")
    );
}

const TABLE_MAKER: &str = r#"mkdir -p gen
echo 'pub const four = 4;' > gen/more.zig
printf 123456 > gen/text
cat > gen/table.zig <<'END'
const helper = @import("helper");
pub const value = helper.two + @import("more.zig").four + @embedFile("text").len + @import("made").three;
test "value" { try @import("std").testing.expect(value > 0); }
END
"#;

const TABLE_SAYER: &str = "const value = @import(\"table\").value;\nextern fn say(value: c_int) void;\n\
                    pub fn main() void { say(value); }\n";
