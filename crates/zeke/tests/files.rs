//! What zeke writes, and what it leaves alone: files of others, and everything after Ctrl-C.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what cannot go on has failed; what is skipped is said"
)]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use std::fs;

use world::World;

const LIB: &str = "/// Sums.\n#[no_mangle]\npub unsafe extern \"C\" fn sum(of: *const i32, len: usize) -> i64 {\n    \
    if of.is_null() {\n        return 0;\n    }\n    \
    std::slice::from_raw_parts(of, len).iter().map(|n| i64::from(*n)).sum()\n}\n";

fn project() -> World {
    let world = World::new();
    world.write("lib.rs", LIB);
    world.write("main.zig", "extern fn sum(of: ?[*]const i32, len: usize) i64;\n");
    world
}

fn text(world: &World, path: &str) -> String {
    fs::read_to_string(world.home.join(path)).unwrap()
}

#[test]
fn a_file_is_written_anew_until_somebody_changes_it() {
    let world = project();
    let write = ["document", "--output", "docs"];
    for _ in 0..2 {
        let done = world.run(&write, "");
        assert_eq!(done.code, Some(0), "{done:?}");
    }
    let index = text(&world, "docs/index.md");
    // Version control may have given its lines other ends.
    world.write("docs/index.md", &index.replace('\n', "\r\n"));
    assert_eq!(world.run(&write, "").code, Some(0));
    assert_eq!(text(&world, "docs/index.md"), index);
    let mine = format!("{index}\nMine.\n");
    world.write("docs/index.md", &mine);
    world.write("lib.rs", &LIB.replace("Sums.", "Adds."));
    let patterns = text(&world, "docs/patterns.md");
    fs::remove_file(world.home.join("docs/patterns.md")).unwrap();
    let done = world.run(&write, "");
    assert!(done.err.contains("docs/index.md was changed since zeke wrote it"), "{done:?}");
    assert_eq!((done.code, text(&world, "docs/index.md")), (Some(2), mine));
    assert!(!world.home.join("docs/patterns.md").exists(), "all of them or none");
    // Words of a file's own are no mark.
    world.write("docs/index.md", "The page was written by zeke once.\n");
    let done = world.run(&write, "");
    assert!(done.err.contains("zeke did not write it"), "{done:?}");
    world.write("docs/index.md", "\n");
    assert_eq!(world.run(&write, "").code, Some(0));
    assert_eq!(text(&world, "docs/patterns.md"), patterns);
}

#[test]
fn files_of_others_stay() {
    let world = project();
    world.write("main.zig", "extern fn sum(of: ?[*]const i32, len: u8) i64;\n");
    let check = |args: &[&str], file: &str, words: &str| {
        let before = fs::read(world.home.join(file)).unwrap();
        let done = world.run(args, "");
        assert!(done.code == Some(2) && done.err.contains(words), "{args:?}: {done:?}");
        assert_eq!(fs::read(world.home.join(file)).unwrap(), before);
    };
    check(&["analyze", "--write-baseline", "lib.rs"], "lib.rs", "is no baseline");
    fs::write(world.home.join("picture"), b"\xff\xd8 \0").unwrap();
    check(&["optimize", "build-config", "--output", "picture"], "picture", "is no patch");
    check(&["analyze", "--write-baseline", "picture"], "picture", "is no baseline");
    assert_eq!(world.run(&["analyze", "--write-baseline", "."], "").code, Some(2));
    for _ in 0..2 {
        assert_eq!(world.run(&["analyze", "--write-baseline", "known.json"], "").code, Some(0));
    }
    assert_eq!(world.run(&["analyze", "--baseline", "known.json"], "").code, Some(0));
}

#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() {
    let world = project();
    // Whatever is written to a pipe goes to its reader.
    let pipe = world.home.join("pipe");
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        pipe.as_std_path(),
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
    )
    .unwrap();
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(world.run(&["analyze", "--write-baseline", "pipe"], "").code, Some(0));
    assert!(reader.join().unwrap().contains("\"schema\""));
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file());
    world.write("kept/real.json", "");
    std::os::unix::fs::symlink("kept/real.json", world.home.join("link.json")).unwrap();
    assert_eq!(world.run(&["analyze", "--write-baseline", "link.json"], "").code, Some(0));
    assert!(fs::symlink_metadata(world.home.join("link.json")).unwrap().is_symlink());
    assert!(text(&world, "kept/real.json").contains("\"schema\""));
}

#[test]
fn libraries_of_one_name_have_a_file_each() {
    let world = World::new();
    for folder in ["a", "b"] {
        world.write(&format!("{folder}/core/lib.rs"), &LIB.replace("sum", &format!("sum_{folder}")));
        let used = format!("extern fn sum_{folder}(of: ?[*]const i32, len: usize) i64;\n");
        world.write(&format!("{folder}/main.zig"), &used);
    }
    let done = world.run(&["generate-tests", "--output", "made"], "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(text(&world, "made/core_test.zig").contains("fn sum_a("), "{done:?}");
    assert!(text(&world, "made/core_2_test.zig").contains("fn sum_b("), "{done:?}");
}

#[test]
fn names_that_git_quotes_are_reviewed() {
    let world = project();
    world.write("ähre.zig", "extern fn sum(of: ?[*]const i32, len: u8) i64;\n");
    let done = world.run(&["review", "--files", "main.zig\n\"\\303\\244hre.zig\"\n"], "");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("ähre.zig:1:"), "{done:?}");
}

/// Readers that have gone are no reason to panic, nor to leave work undone.
#[cfg(unix)]
#[test]
fn nobody_has_to_listen() {
    let world = project();
    world.write("a.txt", "a\n");
    world.write("a.diff", "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n");
    for args in [
        &["analyze"][..],
        &["explain", "--file", "lib.rs"],
        &["doctor", "--offline"],
        &["apply", "--yes", "a.diff"],
    ] {
        let gone = || {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            writer
        };
        #[expect(clippy::disallowed_methods, reason = "whose outputs are closed is started here only")]
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_zeke"));
        command.args(args).env_clear().envs(&world.vars).current_dir(&world.home);
        let status =
            command.stdin(std::process::Stdio::null()).stdout(gone()).stderr(gone()).status().unwrap();
        assert!(matches!(status.code(), Some(0 | 1 | 3)), "{args:?}: {status}");
    }
    assert_eq!(text(&world, "a.txt"), "b\n");
}

/// Compilers that never come to an end.
#[cfg(unix)]
fn with_endless_compilers(world: &World) {
    use std::os::unix::fs::PermissionsExt as _;
    let script = |name: &str, version: &str| {
        let path = world.home.join("bin").join(name);
        let text = format!(
            "#!/bin/sh\ncase \"$*\" in\nversion|--version) echo {version};;\n*sysroot) echo {0};;\n\
             *) echo $$ > {0}/started; exec /bin/sleep 60;;\nesac\n",
            world.home
        );
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    script("zig", "0.17.1");
    script("rustc", "rustc");
    script("cargo", "cargo");
}

#[cfg(unix)]
#[test]
fn what_was_broken_off_writes_nothing() {
    use world::Done;
    let world = project();
    with_endless_compilers(&world);
    let check = |args: &[&str]| {
        let _none = fs::remove_file(world.home.join("started"));
        let child = world.start(args);
        let begun = std::time::Instant::now();
        while !world.home.join("started").exists() && begun.elapsed().as_secs() < 60 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        let done = Done::of(child.wait_with_output().unwrap());
        assert_eq!(done.code, Some(130), "{args:?}: {done:?}");
        assert!(!world.home.join("made").exists(), "{args:?}: {done:?}");
    };
    check(&["generate", "--lang=zig", "--integrate-rust", "--output", "made", "Scale images"]);
    check(&["generate-tests", "--output", "made"]);
    check(&["generate", "ffi-wrapper", "--source", "lib.rs", "--target", "zig", "--output", "made/lib.zig"]);
    check(&["fix", "--yes", "--", "rustc", "lib.rs"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_runs_ends_where_zeke_is_killed() {
    use std::time::{Duration, Instant};
    let world = project();
    with_endless_compilers(&world);
    let mut child = world.start(&["fix", "--", "rustc", "lib.rs"]);
    let within_a_minute = |what: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !what() {
            assert!(begun.elapsed() < Duration::from_mins(1));
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let compiler = || fs::read_to_string(world.home.join("started")).unwrap_or_default().trim().to_owned();
    within_a_minute(&|| !compiler().is_empty());
    // Nobody may have asked yet how it ended: then it has a number still, and no command line.
    let command_line = format!("/proc/{}/cmdline", compiler());
    assert!(!fs::read(&command_line).unwrap().is_empty());
    child.kill().unwrap();
    let _killed = child.wait().unwrap();
    within_a_minute(&|| fs::read(&command_line).unwrap_or_default().is_empty());
}
