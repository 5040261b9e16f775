//! One limit for the engine's actions and for everything that cargo starts.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests, which start processes"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::project::Project;

/// Counts how many run at once, as a wrapper of rustc.
const COUNTING: &str = "#!/bin/sh
case \"$*\" in *--crate-name*) ;; *) exec \"$@\";; esac
mkdir \"$COUNT_IN/run.$$\"
ls -d \"$COUNT_IN\"/run.* | wc -l >> \"$COUNT_IN/counts\"
sleep 0.4
\"$@\"
code=$?
rmdir \"$COUNT_IN/run.$$\"
exit $code
";

/// How many rustc run at once at most in a build with these arguments and variables.
fn most_at_once(project: &Project, args: &[&str], vars: &[(&str, &str)]) -> usize {
    project.adder("staticlib");
    let mut toml = project.read("adder/Cargo.toml");
    toml.push_str("[dependencies]\n");
    for name in ["one", "two", "three", "four"] {
        toml = format!("{toml}{name} = {{ path = \"../{name}\" }}\n");
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        project.write(&format!("{name}/Cargo.toml"), &manifest);
        project.write(&format!("{name}/src/lib.rs"), "");
    }
    project.write("adder/Cargo.toml", &toml).write("counting.sh", COUNTING).write("counted/x", "");
    let wrapper = project.root.join("counting.sh");
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = project.command(args);
    command.env("RUSTC_WRAPPER", wrapper).env("COUNT_IN", project.root.join("counted"));
    // What cargo would do of itself.
    command.env("CARGO_BUILD_JOBS", "4");
    // What runs the tests may be a jobserver's client itself.
    for name in ["CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS"] {
        command.env_remove(name);
    }
    command.envs(vars.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts = project.read("counted/counts");
    let counts: Vec<usize> = counts.lines().map(|line| line.trim().parse().unwrap()).collect();
    assert!(counts.len() >= 5, "{counts:?}");
    counts.into_iter().max().unwrap()
}

#[test]
fn cargo_shares_the_jobserver_of_the_build() {
    for (command, jobs, allowed) in [("build", "1", 1..=1), ("test", "1", 1..=1), ("build", "3", 2..=3)] {
        let Some(project) = Project::new("cargo_shares_the_jobserver_of_the_build") else { return };
        let found = most_at_once(&project, &[command, "--jobs", jobs], &[]);
        assert!(allowed.contains(&found), "{found} at once in {command} with --jobs {jobs}");
    }
}

#[test]
fn the_jobserver_of_the_caller_is_used() {
    let Some(project) = Project::new("the_jobserver_of_the_caller_is_used") else { return };
    // Not in the project, whose path has spaces: the protocol has no way to quote one.
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("tokens");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: a named pipe needs mkfifo");
        return;
    }
    // Held open, and no token in it: there is one process's worth of work at a time.
    let _held = fs::File::options().read(true).write(true).open(&fifo).unwrap();
    let flags = format!(" -j4 --jobserver-auth=fifo:{}", fifo.display());
    assert_eq!(most_at_once(&project, &["build"], &[("MAKEFLAGS", &flags)]), 1);
}
