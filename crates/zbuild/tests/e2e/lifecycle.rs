//! From nothing to a program, and what happens when things change.

use std::fs;

use crate::project::{ADDER, Project, SUM};

#[test]
fn builds_once_and_then_only_what_changed() {
    let Some(project) = Project::new("builds_once_and_then_only_what_changed") else { return };
    project.adder("staticlib");
    assert!(project.count(&["build"]).0 >= 3);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    assert_eq!(project.count(&["build"]), (0, 0), "a second build runs nothing");
    let said = project.expect(0, &["build"]).stderr;
    assert!(said.starts_with("up to date") && said.contains("0 of "), "{said}");

    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "a + b - 1"));
    assert!(project.count(&["build"]).0 >= 2);
    assert_eq!(project.zbuild(&["run"]).stdout, "the sum is 41\n");

    project.write("src/main.zig", &SUM.replace("the sum", "a sum"));
    assert!(project.count(&["build"]).0 >= 1);
    assert_eq!(project.zbuild(&["run"]).stdout, "a sum is 41\n");

    project.write("adder/src/lib.rs", ADDER).write("src/main.zig", SUM);
    assert_eq!(project.worked(&["build"]), [""; 0], "what was built before is in the store");
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn outputs_that_are_lost_come_back() {
    let Some(project) = Project::new("outputs_that_are_lost_come_back") else { return };
    project.adder("cdylib");
    project.count(&["build"]);
    let program = project.root.join("zig-out/bin/sum");
    let bindings = project.root.join(".ghostbind/cache/bindings/adder.zig");
    let good = fs::read(&program).unwrap();

    fs::remove_file(&program).unwrap();
    fs::write(&bindings, "tampered").unwrap();
    assert_eq!(project.worked(&["build"]), [""; 0], "everything comes from the store");
    assert_eq!(fs::read(&program).unwrap(), good);
    assert_ne!(fs::read(&bindings).unwrap(), b"tampered");

    project.expect(0, &["clean"]);
    assert!(!project.root.join("zig-out").exists());
    assert!(!project.root.join(".ghostbind").exists());
    assert!(project.root.join(".zbuild/store").exists(), "clean never touches the store");
    assert_eq!(project.worked(&["build"]), [""; 0], "clean leaves the store, and the store has all");
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn runs_with_arguments_and_passes_the_code_on() {
    let Some(project) = Project::new("runs_with_arguments_and_passes_the_code_on") else { return };
    project.adder("staticlib").write("build.zig", "this is left alone: nothing names it");
    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "a - b"));
    let ran = project.expect(7, &["run", "--", "--flag"]);
    assert_eq!(ran.stdout, "the sum is 38\n");
    assert!(!ran.stdout.contains("built"), "what zbuild says goes to standard error");
}

#[test]
fn tests_of_both_languages_are_one_report() {
    let Some(project) = Project::new("tests_of_both_languages_are_one_report") else { return };
    project.adder("staticlib");
    let said = project.expect(0, &["test"]).stderr;
    assert!(said.contains("zig sum: 1 passed"), "{said}");
    assert!(said.contains("rust adder: 1 passed"), "{said}");
    assert!(said.contains("tests passed: 2 passed"), "{said}");

    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "a + b + 1"));
    let said = project.expect(1, &["test"]).stderr;
    assert!(said.contains("error: rust adder: tests::adds failed"), "{said}");
    assert!(said.contains("tests failed: 0 passed, 2 failed"), "{said}");
    assert!(project.root.join(".zbuild/cargo").exists());
    project.expect(0, &["clean"]);
    assert!(
        !project.root.join(".zbuild/cargo").exists(),
        "cargo's folder is the largest of what builds leave"
    );
}

#[test]
fn a_report_of_tests_is_never_an_earlier_one() {
    let Some(project) = Project::new("a_report_of_tests_is_never_an_earlier_one") else { return };
    project.adder("staticlib").write("extra/one.zig", "test \"one\" {}\n");
    let config = project.read("zbuild.json");
    let more = "\"targets\": { \"extra\": { \"kind\": \"test\", \"root\": \"extra/one.zig\" } }, ";
    project.write("zbuild.json", &config.replacen("\"dependencies\"", &format!("{more}\"dependencies\""), 1));
    project.expect(0, &["test", "--junit", "out/report.xml"]);
    assert!(project.read("out/report.xml").contains("failures=\"0\""));
    project.write("extra/one.zig", "test \"one\" { oops }\n");
    project.expect(1, &["test", "--junit", "out/report.xml"]);
    let report = project.read("out/report.xml");
    assert!(report.contains("<testsuite name=\"build\" tests=\"1\" failures=\"1\""), "{report}");
    assert!(report.contains("name=\"tests of extra\"") && report.contains("oops"), "{report}");
    let said = project.expect(1, &["test", "--keep-going", "--junit", "out/report.xml"]).stderr;
    let report = project.read("out/report.xml");
    assert!(report.contains("tests of extra") && report.contains("rust adder"), "{report}");
    assert!(said.contains("tests failed: 2 passed, 1 failed"), "{said}");
    project.write("zbuild.json", "{");
    project.expect(2, &["test", "--junit", "out/report.xml"]);
    assert!(!project.root.join("out/report.xml").exists());
}

/// Whoever ends `zbuild run` by its process means the program.
#[test]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "kill is a program")]
fn a_program_that_runs_is_the_process_that_was_started() {
    const WAITING: &str = "extern fn printf(format: [*:0]const u8, ...) c_int;\nextern fn fflush(file: ?*anyopaque) c_int;\n\
        extern fn getpid() c_int;\nextern fn sleep(seconds: c_uint) c_uint;\n\
        pub fn main() void {\n    _ = printf(\"%d\\n\", getpid());\n    _ = fflush(null);\n    \
        while (true) _ = sleep(1);\n}\n";
    use std::io::BufRead;
    use std::os::unix::process::ExitStatusExt;
    let Some(project) = Project::new("a_program_that_runs_is_the_process_that_was_started") else { return };
    project.adder("staticlib").write("src/main.zig", WAITING);
    let mut child = project.command(&["run"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), child.id().to_string());
    let kill = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}

#[test]
fn every_template_builds_runs_and_is_tested() {
    let Some(project) = Project::new("every_template_builds_runs_and_is_tested") else { return };
    for (template, run, said) in [
        ("rust-app", &["run"][..], "The sum is 5050"),
        ("workspace", &["run", "--target", "development"], "app 0.1.0\nHello, Zig, from Rust!"),
    ] {
        project.expect(0, &["init", "--template", template, template]);
        let in_folder = |args: &[&str]| {
            let mut command = project.command(args);
            let ran: crate::project::Ran =
                command.current_dir(project.root.join(template)).output().unwrap().into();
            assert_eq!(ran.code, Some(0), "{template}: {}{}", ran.stdout, ran.stderr);
            ran.stdout + &ran.stderr
        };
        let ran = in_folder(run);
        assert!(ran.contains(said) && !ran.contains("changed while"), "{template}: {ran}");
        let again = in_folder(&[&["build"], &run[1..]].concat());
        assert!(again.contains("up to date"), "{template}: {again}");
        let tested = in_folder(&["test"]);
        assert!(tested.contains("tests passed: "), "{template}: {tested}");
    }
    let said = project.expect(2, &["init", "--template", "no-such"]).stderr;
    assert!(said.contains("rust-app"), "{said}");
}

#[test]
fn init_writes_what_builds_and_runs() {
    let Some(project) = Project::new("init_writes_what_builds_and_runs") else { return };
    project.expect(0, &["init"]);
    let ran = project.expect(0, &["run"]);
    assert!(ran.stderr.contains("Hello, Zig, from Rust!"), "{}", ran.stderr);
    assert!(project.root.join("zig-out/bin/größe 1").is_file());
    let said = project.expect(2, &["init"]).stderr;
    assert!(said.contains("zbuild.json: error: this file is there already"), "{said}");
}
