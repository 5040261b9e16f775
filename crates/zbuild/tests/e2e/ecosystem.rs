//! `examples/ghost-ecosystem` and its pipeline, as they stand.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stderr, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::project::{Project, Ran};

/// Rust's name of the small machine.
const EMBEDDED: &str = "arm-unknown-linux-gnueabihf";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, name) = (entry.path(), entry.file_name());
        let built = ["target", "zig-out", "dist", ".zbuild", ".ghostbind"].iter().any(|built| name == *built);
        if path.is_dir() && !built {
            copy(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// The program beside zbuild, built if it is not there.
fn ghostbind() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_zbuild")).with_file_name("ghostbind");
    if !program.is_file() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "-p", "ghostbind"]).current_dir(root);
        assert!(cargo.status().unwrap().success());
    }
    program
}

/// The ecosystem in a folder of its own.
fn ecosystem(test: &str) -> Option<Project> {
    let project = Project::new(test)?;
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ghost-ecosystem"), &project.root);
    Some(project)
}

/// Runs the pipeline with these targets, in an environment with the tools on PATH.
fn pipeline(project: &Project, targets: Option<&str>, vars: &[(&str, &str)]) -> Output {
    let script = project.root.join("build-all-targets.sh");
    let mut text = fs::read_to_string(&script).unwrap();
    if let Some(targets) = targets {
        text = text.replace("(\"development\" \"production\" \"embedded\")", targets);
    }
    let run = project.root.join("run.sh");
    fs::write(&run, text).unwrap();
    let tools = project.root.join("tools");
    fs::create_dir_all(&tools).unwrap();
    for program in [PathBuf::from(env!("CARGO_BIN_EXE_zbuild")), ghostbind()] {
        let link = tools.join(program.file_name().unwrap());
        if !link.exists() {
            std::os::unix::fs::symlink(&program, link).unwrap();
        }
    }
    let like_zbuild = project.command(&[]);
    let mut bash = Command::new("bash");
    bash.arg(&run).current_dir(&project.root).env_remove("CARGO_TARGET_DIR");
    let paths =
        like_zbuild.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value).unwrap();
    let paths = std::iter::once(tools).chain(std::env::split_paths(paths).collect::<Vec<_>>());
    bash.env("PATH", std::env::join_paths(paths).unwrap()).envs(vars.iter().copied());
    bash.output().unwrap()
}

fn has_std(target: &str) -> bool {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap().stdout;
    let sysroot = PathBuf::from(String::from_utf8(sysroot).unwrap().trim());
    sysroot.join("lib/rustlib").join(target).join("lib").is_dir()
}

#[track_caller]
fn expect(output: Output) -> Ran {
    let ran = Ran::from(output);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    ran
}

#[test]
fn the_documents_pipeline() {
    let Some(project) = ecosystem("the_documents_pipeline") else { return };
    let whole = has_std(EMBEDDED);
    let targets = if whole { None } else { Some("(\"development\" \"production\")") };
    let ran = expect(pipeline(&project, targets, &[]));
    assert!(ran.stdout.contains("All targets built successfully"), "{}", ran.stdout);
    for target in ["development", "production"] {
        let library = format!("dist/{target}/rust-backend/librust_backend.a");
        assert!(project.root.join(&library).is_file(), "no {library}");
    }
    // A frame of one program is answered by the other.
    let said = project.program("zig-out/production/bin/zig-frontend");
    let mut lines = said.lines();
    let frame = lines.next().unwrap();
    assert!(lines.next().is_some_and(|line| line.starts_with("telemetry: 1 frame of 14 bytes")), "{said}");
    let backend = project.root.join("zig-out/production/bin/rust-backend");
    let answer = expect(Command::new(backend).arg(frame).output().unwrap());
    // "HELLO FROM ZIG"
    let capitals = "48454c4c4f2046524f4d205a4947";
    assert!(answer.stdout.contains(capitals) && answer.stderr.contains("telemetry"), "{}", answer.stdout);
    let said = project.program("zig-out/development/bin/zig-frontend");
    assert!(said.starts_with("zig-frontend 1.0.0 for target \"development\"\n"), "{said}");
    embedded(&project, whole);
}

/// The third target: where its standard library is installed it was built with the others; else a rustc that
/// can build one does, where there is one.
fn embedded(project: &Project, built: bool) {
    if !built {
        let Some(rustc) = std::env::var("GHOST_RUSTC_CROSS").ok().filter(|path| !path.is_empty()) else {
            eprintln!("skipped: the embedded target needs Rust's standard library for {EMBEDDED}");
            return;
        };
        let vars = [
            ("RUSTC", rustc.as_str()),
            ("RUSTC_BOOTSTRAP", "1"),
            ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
        ];
        expect(pipeline(project, Some("(\"embedded\")"), &vars));
    }
    for program in ["zig-frontend", "rust-backend"] {
        let bytes = fs::read(project.root.join("zig-out/embedded/bin").join(program)).unwrap();
        // A 32-bit ELF for ARM.
        assert_eq!((&bytes[..5], bytes[18]), (&b"\x7fELF\x01"[..], 40), "{program}");
    }
    assert!(project.root.join("dist/embedded/rust-backend").is_dir());
}

#[test]
fn the_ecosystems_tests_are_one_report() {
    let Some(project) = ecosystem("the_ecosystems_tests_are_one_report") else { return };
    let said = project.expect(0, &["test", "--junit", "report.xml"]).stderr;
    for suite in ["zig zig-frontend: 1 passed", "rust shared-core: 3 passed", "rust rust-backend: 1 passed"] {
        assert!(said.contains(suite), "no `{suite}` in {said}");
    }
    let report = fs::read_to_string(project.root.join("report.xml")).unwrap();
    assert!(
        report.starts_with(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"5\" failures=\"0\""
        ),
        "{report}"
    );
    assert!(
        report.contains(
            "<testcase classname=\"rust shared-core\" name=\"frame::tests::one_wrong_bit_is_seen\""
        ),
        "{report}"
    );
}
