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
