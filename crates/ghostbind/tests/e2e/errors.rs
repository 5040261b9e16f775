//! A right answer or a clear error, with the documented exit code, and old outputs intact.

use std::collections::BTreeMap;
use std::fs;

use crate::project::{ADD, Project};

#[test]
fn usage_and_configuration() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[features]\nmore = []", ADD);
    p.ghostbind(&["build"]).fails(2, &["there is no Cargo.toml at", "--manifest-path"]);
    p.build("nowhere", &[]).fails(2, &["nowhere/Cargo.toml"]);
    p.build("sums", &["--zig-target", "x86_64-linx-gnu"])
        .fails(2, &["unknown Zig target `x86_64-linx-gnu`", "x86_64-linux-gnu"]);
    p.build("sums", &["--rust-target", "x86_64-linux-gnu"]).fails(2, &["x86_64-unknown-linux-gnu"]);
    p.build("sums", &["--zig-target", "x86_64-linux-gnu", "--rust-target", "aarch64-unknown-linux-gnu"])
        .fails(2, &["different machines"]);
    p.build("sums", &["--features", "mroe"]).fails(2, &["no feature `mroe`", "did you mean `more`"]);
    p.build("sums", &["--profile", "fast"]).fails(2, &["fast"]);
    p.build("sums", &["--package", "other"]).fails(2, &["no package `other`", "sums"]);
    p.build("sums", &["--crate-type", "dylib"]).fails(2, &["staticlib"]);
    p.build("sums", &["--name", "other"]).fails(2, &["`other` cannot be the name", "[lib] name"]);
    p.build("sums", &["--no-such-option"]).fails(2, &["--no-such-option"]);
    p.build("sums", &["--target-config", "targets.x"]).fails(2, &["zbuild.json"]);
    p.write("bad/Cargo.toml", "[package\n");
    p.build("bad", &[]).fails(2, &["bad/Cargo.toml"]);
    p.write("program/Cargo.toml", "[package]\nname = \"program\"\nversion = \"0.1.0\"\n[workspace]\n");
    p.write("program/src/main.rs", "fn main() {}\n");
    p.build("program", &[]).fails(2, &["`program` has no library"]);
}

#[test]
fn the_work_fails_and_old_outputs_stay() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    let before = published(&p);
    p.write("sums/src/lib.rs", "pub fn broken() -> u32 { \"text\" }\n");
    p.build("sums", &[])
        .fails(1, &["error[E0308]: mismatched types", "--> sums/src/lib.rs:1:26", "`sums` does not compile"]);
    p.write("sums/src/lib.rs", "pub fn nothing_for_others() {}\n");
    p.build("sums", &[]).fails(1, &["`sums` exports nothing", "no_mangle"]);
    p.write("sums/build.rs", "fn main() { std::process::exit(7) }\n");
    p.build("sums", &[]).fails(1, &["failed to run custom build command"]);
    assert!(published(&p) == before, "a failed build altered what was published");
    fs::remove_file(p.root.join("sums/build.rs")).unwrap();
    p.write("sums/src/lib.rs", ADD);
    p.build("sums", &[]).succeeds();
    assert!(published(&p) == before);
}

/// Every published file with its content.
pub(crate) fn published(p: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in ["cache/target/release", "cache/headers", "cache/bindings", "manifests"] {
        for entry in p.root.join(".ghostbind").join(folder).read_dir_utf8().unwrap().flatten() {
            if entry.path().is_file() {
                files.insert(entry.path().to_string(), fs::read(entry.path()).unwrap());
            }
        }
    }
    assert!(files.len() >= 4);
    files
}

#[test]
fn errors_as_json() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", "pub fn broken() -> u32 { \"text\" }\n");
    let run = p.build("sums", &["--message-format", "json"]);
    assert_eq!(run.code, Some(1));
    let events = run.events();
    let of = |reason: &str| events.iter().find(|event| event["reason"] == reason).unwrap();
    assert_eq!(of("diagnostic")["level"], "error");
    assert!(of("diagnostic")["rendered"].as_str().unwrap().contains("mismatched types"));
    assert_eq!(of("error")["exit_code"], 1);
    assert_eq!(of("build-finished")["success"], false);
    assert!(!run.stdout.contains('\u{1b}') && !run.stdout.contains("\\u001b"), "colours in JSON");
}

#[test]
fn a_missing_zig_is_named_with_the_command_that_installs_it() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    fs::remove_file(p.root.join("bin/zig")).unwrap();
    // Also right after a build that remembered where Zig was.
    p.build("sums", &[]).fails(3, &["`zig` is not on PATH", "pip install", "ziglang==0.17.1"]);
}

#[test]
fn a_missing_standard_library_is_named_with_the_command_that_installs_it() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let run = p.build("sums", &["--zig-target", "s390x-linux-gnu"]);
    if run.code == Some(0) {
        println!("skipped: a target without a standard library needs one that is not installed");
        return;
    }
    run.fails(3, &["standard library for `s390x-unknown-linux-gnu`", "rustup target add"]);
}

#[test]
fn paths_with_spaces_and_letters_of_every_kind() {
    let Some(p) = Project::with_zig(None, "my prøject ✓") else { return };
    p.krate(
        "sums",
        "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]",
        &format!("#[path = \"größe.rs\"]\nmod size;\n{ADD}"),
    );
    p.write("sums/src/größe.rs", "");
    p.build("sums", &["--output-dir", "out put/ü"]).succeeds();
    assert!(p.exists("out put/ü/libsums.a"));
    crate::manifest::files_are_true(&p, &p.manifest("sums"));
    assert!(!p.is_fresh("sums"), "without the folder it is another build");
    assert!(p.is_fresh("sums"));
    p.write("sums/src/größe.rs", "// changed\n");
    assert!(!p.is_fresh("sums"));
}

#[test]
fn a_folder_that_cannot_be_written() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    let before = published(&p);
    // A folder below a file can be written by nobody, not even by an administrator.
    p.write("file", "");
    p.build("sums", &["--output-dir", "file/out"]).fails(1, &["cannot create", "file/out"]);
    assert!(published(&p) == before);
    fs::create_dir(p.root.join("elsewhere")).unwrap();
    p.write("elsewhere/.ghostbind", "a file where the folder should be");
    p.ghostbind_in("elsewhere", &["build", "--manifest-path", "../sums"])
        .fails(1, &["cannot create", ".ghostbind"]);
}
