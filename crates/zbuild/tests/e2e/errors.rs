//! A right answer or a clear error: where, what, which exit code, and the last good program stays.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::project::{ADDER, Project, SUM};

/// Builds something that cannot work, and looks for these texts in what is said.
#[track_caller]
fn check(project: &Project, code: i32, expected: &[&str]) {
    let said = project.expect(code, &["build"]).stderr;
    assert!(!said.contains('\u{1b}'), "colours are for terminals: {said:?}");
    for text in expected {
        assert!(said.contains(text), "no `{text}` in:\n{said}");
    }
}

#[test]
fn configuration() {
    let Some(project) = Project::new("configuration") else { return };
    let crates = |rest: &str| format!(r#"{{ "project": {{ "name": "a"{rest} }}"#);
    project.adder("staticlib");
    for (text, expected) in [
        (crates("").replace("name", "nam") + " }", "zbuild.json:1:16: error: unknown key `nam` in `project`"),
        (
            "\u{feff}{\r\n  \"project\": 1\r\n}".into(),
            "zbuild.json:2:14: error: `project` must be an object, not a number",
        ),
        (
            "{\r\n  \"project\": {\r\n".into(),
            "zbuild.json:2:14: error: not valid JSON: the object has no end",
        ),
        (
            crates(r#", "target": "x86_64-linux-gun""#) + " }",
            "zbuild.json:1:39: error: unknown target `x86_64-linux-gun`",
        ),
        (crates(r#", "target": "x86_64-linux-gun""#) + " }", "hint: the nearest are `x86_64-linux-gnu`"),
        (
            crates("") + r#", "dependencies": { "rust_crates": [{ "name": "b", "path": "b" }] } }"#,
            "zbuild.json:1:88: error: there is no Cargo.toml in `b`",
        ),
        (
            crates("")
                + r#", "dependencies": { "rust_crates": [{ "name": "adder", "path": "adder", "features": ["x"] }] } }"#,
            "error: the crate `adder` has no feature `x`",
        ),
        (
            crates("")
                + r#", "dependencies": { "c_sources": [{ "name": "c", "path": "c", "files": ["a\nb.c"] }] } }"#,
            "zbuild.json:1:101: error: the path \"a\\nb.c\" has a line break",
        ),
    ] {
        project.write("zbuild.json", &text);
        check(&project, 2, &[expected]);
    }
    fs::remove_file(project.root.join("zbuild.json")).unwrap();
    check(&project, 2, &["error: there is no zbuild.json in ", "hint: `zbuild init` writes one"]);
    project.adder("staticlib");
    let said = project.expect(2, &["build", "--project", "sun"]).stderr;
    assert!(said.contains("no project is called `sun`") && said.contains("did you mean `sum`?"), "{said}");
    let said = project.expect(2, &["build", "--config", "other.json"]).stderr;
    assert!(said.contains("other.json: error: there is no such file"), "{said}");
    project.expect(2, &["build", "--no-such-flag"]);
}

#[test]
fn byte_order_mark_and_crlf_work() {
    let Some(project) = Project::new("byte_order_mark_and_crlf_work") else { return };
    project.adder("staticlib");
    let text = fs::read_to_string(project.root.join("zbuild.json")).unwrap();
    project.write("zbuild.json", &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    project.expect(0, &["build"]);
}

#[test]
fn no_zig() {
    let project = Project::without_zig();
    project.adder("staticlib");
    check(&project, 3, &["`zig` is not on PATH", "pip install", "ziglang=="]);
}

#[test]
fn code_that_does_not_compile_leaves_the_last_program() {
    let Some(project) = Project::new("code_that_does_not_compile_leaves_the_last_program") else { return };
    project.adder("cdylib");
    project.expect(0, &["build"]);

    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "a + \"b\""));
    check(&project, 1, &["error[E0277]", "src/lib.rs:5:", "crate adder failed"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");

    project.write("adder/src/lib.rs", ADDER).write("src/main.zig", &SUM.replace("return if", "return iff"));
    check(&project, 1, &["src/main.zig:9:", "error: ", "program sum failed"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");

    project.write(
        "src/main.zig",
        &SUM.replace("extern fn atoi", "extern fn nobody_has_this() void;\nextern fn atoi"),
    );
    project.write("src/main.zig", &SUM.replace("extern fn atoi", "extern fn nobody_has_this() void;\ncomptime { _ = &nobody_has_this; }\nexport const keep = &nobody_has_this;\nextern fn atoi"));
    check(&project, 1, &["nobody_has_this", "program sum failed"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn a_declaration_that_disagrees_with_the_crate_fails_the_build() {
    let test = "a_declaration_that_disagrees_with_the_crate_fails_the_build";
    let Some(project) = Project::new(test) else { return };
    project.adder("staticlib");
    project.write(
        "src/main.zig",
        "extern fn adder_add(a: i32, b: i32, c: i32) i32;\npub fn main() u8 { return @intCast(adder_add(0, 0, 0)); }\n",
    );
    check(&project, 1, &["src/main.zig:1:", "[sig-arity]", "adder/src/lib.rs:4", "bindings of sum failed"]);
    assert!(!project.root.join("zig-out/bin/sum").exists());
}

#[test]
fn a_declaration_in_the_crate_that_disagrees_with_zig_fails_the_build() {
    let test = "a_declaration_in_the_crate_that_disagrees_with_zig_fails_the_build";
    let Some(project) = Project::new(test) else { return };
    let zig = |width: &str| {
        format!(
            "const adder = @import(\"adder\");\n\
             export fn app_scale(factor: {width}) {width} {{\n    return factor * 2;\n}}\n\
             pub fn main() u8 {{\n    return @intCast(adder.adder_scaled(20) - 40);\n}}\n"
        )
    };
    project.adder("staticlib").write("src/main.zig", &zig("i32")).write(
        "adder/src/lib.rs",
        "unsafe extern \"C\" {\n    fn app_scale(factor: i64) -> i64;\n    fn strlen(text: *const u8) -> usize;\n}\n\n\
         #[unsafe(no_mangle)]\npub extern \"C\" fn adder_scaled(value: i64) -> i64 {\n    \
         // SAFETY: it takes any number; the text ends.\n    \
         unsafe { app_scale(value) + strlen(c\"\".as_ptr().cast()) as i64 }\n}\n",
    );
    check(
        &project,
        1,
        &["adder/src/lib.rs:2:", "[sig-int-width]", "src/main.zig:2", "bindings of sum failed"],
    );
    project.write("src/main.zig", &zig("i64"));
    project.expect(0, &["run"]);
}

#[test]
fn crates_that_cannot_be_linked() {
    let Some(project) = Project::new("crates_that_cannot_be_linked") else { return };
    project.adder("staticlib").write("adder/src/lib.rs", "pub fn not_for_c() {}\n");
    check(&project, 1, &["`adder` exports nothing that another language could call"]);

    let two = |kind: &str| {
        format!(
            r#"{{ "project": {{ "name": "sum" }}, "dependencies": {{ "rust_crates": [
  {{ "name": "adder", "path": "adder", "crate_type": "staticlib" }},
  {{ "name": "other", "path": "other", "crate_type": "{kind}" }}] }} }}"#
        )
    };
    project
        .adder("staticlib")
        .write("zbuild.json", &two("cdylib"))
        .write("other/src/lib.rs", ADDER)
        .write("other/Cargo.toml", "[package]\nname = \"other\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    check(&project, 1, &["the libraries `adder` and `other` both export `adder_add`"]);
    project.write("zbuild.json", &two("staticlib"));
    check(&project, 1, &["`adder_add` is exported by `adder` and `other`"]);
}

#[test]
fn outputs_that_cannot_be_written() {
    let Some(project) = Project::new("outputs_that_cannot_be_written") else { return };
    // Also root cannot make a folder where a file is.
    project.adder("staticlib").write("zig-out", "a file");
    check(&project, 1, &["zig-out"]);
    assert_eq!(fs::read_to_string(project.root.join("zig-out")).unwrap(), "a file");
    fs::remove_file(project.root.join("zig-out")).unwrap();
    project.expect(0, &["build"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_things_as_they_were() {
    let Some(project) = Project::new("an_interrupt_leaves_things_as_they_were") else { return };
    project.adder("cdylib");
    project.expect(0, &["build"]);
    let sleeper = "fn main() { std::fs::write(\"started\", \"\").unwrap(); std::thread::sleep(std::time::Duration::from_secs(600)); }";
    project.write("adder/build.rs", sleeper);

    let mut child = project.command(&["build"]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while !project.root.join("adder/started").exists() {
        assert!(begun.elapsed() < Duration::from_mins(2), "the build script never started");
        std::thread::sleep(Duration::from_millis(20));
    }
    let interrupted = Instant::now();
    Project::interrupt(child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(interrupted.elapsed() < Duration::from_secs(20));
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");

    fs::remove_file(project.root.join("adder/build.rs")).unwrap();
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn what_cannot_be_said_is_no_success() {
    let Some(project) = Project::new("what_cannot_be_said_is_no_success") else { return };
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("skipped: what_cannot_be_said_is_no_success needs /dev/full");
        return;
    };
    project.write("zbuild.json", r#"{ "project": { "name": "half" } }"#).write("src/half.zig", "");
    for line in [
        "schema",
        "completions bash",
        "completions fish",
        "graph --format json",
        "cache stat",
        "why",
        "why --message-format json",
        "build --message-format json",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = project.command(&arguments).stdout(full.try_clone().unwrap()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        assert!(said.contains("error: cannot write to standard output: "), "{line}: {said}");
        // Who wants a part only is served.
        let mut child =
            project.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{line}");
    }
}
