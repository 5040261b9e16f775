//! Crates from a commit of a repository.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "helpers of tests; git makes the repository"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{ADDER, Project, SUM};

/// Runs git in a folder, with nothing of the user's own settings; what it says.
pub(crate) fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let who = [("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.org")];
    let whom = [("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.org")];
    let mut command = Command::new("git");
    command.args(args).current_dir(folder).envs(who).envs(whom);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().ok()?;
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

/// Commits everything in a folder; the commit.
pub(crate) fn commit(folder: &Path) -> String {
    git(folder, &["add", "-A"]).unwrap();
    git(folder, &["commit", "-q", "-m", "a state"]).unwrap();
    git(folder, &["rev-parse", "HEAD"]).unwrap()
}

#[test]
fn a_crate_of_a_commit() {
    let test = "a_crate_of_a_commit";
    let Some(project) = Project::new(test) else { return };
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("repository");
    fs::create_dir_all(repository.join("crates/adder/src")).unwrap();
    if git(&repository, &["init", "-q"]).is_none() {
        eprintln!("skipped: {test} needs git");
        return;
    }
    let write = |path: &str, text: &str| fs::write(repository.join(path), text).unwrap();
    write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    write(
        "crates/adder/Cargo.toml",
        "[package]\nname = \"adder\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nmore = []\n",
    );
    write(
        "crates/adder/src/lib.rs",
        &ADDER.replace("a + b\n", "if cfg!(feature = \"more\") { a + b } else { 0 }\n"),
    );
    let first = commit(&repository);
    // Whatever the branch says later.
    write("crates/adder/src/lib.rs", "compile_error!(\"not this commit\");\n");
    let second = commit(&repository);

    // A home of its own: nothing of this stays with the user.
    let home = folder.path().join("cargo");
    let run = |code: i32, args: &[&str]| {
        let ran = crate::project::Ran::from(project.command(args).env("CARGO_HOME", &home).output().unwrap());
        assert_eq!(ran.code, Some(code), "zbuild {args:?}:\n{}{}", ran.stdout, ran.stderr);
        ran
    };
    let url = format!("file://{}", repository.display());
    project.write("zbuild.json", "{ \"project\": { \"name\": \"sum\" } }\n").write("src/main.zig", SUM);
    run(0, &["add", "rust", "adder", "--git", &url, "--rev", &first, "--features", "more"]);
    run(0, &["fetch"]);
    let lock = project.read("zbuild.lock");
    assert!(lock.contains(&first), "{lock}");

    // The repository is gone; what was fetched is enough.
    fs::rename(&repository, folder.path().join("gone")).unwrap();
    run(0, &["build", "--offline"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    let again = run(0, &["build"]).stderr;
    assert!(again.contains("up to date"), "{again}");
    assert_eq!(project.read("zbuild.lock"), lock);
    fs::remove_dir_all(project.root.join(".zbuild")).unwrap();
    run(0, &["build", "--offline"]);
    assert_eq!(project.read("zbuild.lock"), lock);

    // Another commit is another request, which the lock file answers anew.
    let config = project.read("zbuild.json");
    project.write("zbuild.json", &config.replace(&first, &second));
    let said = run(1, &["build", "--offline"]).stderr;
    assert!(said.contains("not this commit"), "{said}");

    // What was never fetched is an error that says so.
    let none = "0123456789abcdef0123456789abcdef01234567";
    project.write("zbuild.json", &config.replace(&first, none));
    let said = run(1, &["build", "--offline"]).stderr;
    assert!(said.contains(&none[..8]) && said.contains("offline"), "{said}");
    fs::rename(folder.path().join("gone"), &repository).unwrap();
    let said = run(3, &["fetch"]).stderr;
    assert!(said.contains("cargo cannot fetch") && said.contains(&none[..8]), "{said}");
}
