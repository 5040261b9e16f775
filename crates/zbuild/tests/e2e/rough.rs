//! Rough treatment: kills, full disks, odd names, loops, two at once. A right answer or a clear error; nothing lost.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::project::{ADDER, Project, Ran, SUM, UNPRIVILEGED};

/// The sum of 40 and 2, and so much more.
fn edit(project: &Project, more: usize) {
    project.write("adder/src/lib.rs", &ADDER.replace("a + b\n", &format!("a + b + {more}\n")));
    // The Zig file changes too, so that both compilers are at work.
    project.write(
        "src/main.zig",
        &SUM.replace("if (sum == 42) 0 else 7", &format!("if (sum == {}) 0 else 7", 42 + more)),
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// Builds that are killed whenever it comes, each followed by one that is right and complete.
#[test]
fn builds_that_are_killed() {
    let Some(project) = Project::new("builds_that_are_killed") else { return };
    project.adder("staticlib");
    project.expect(0, &["build"]);
    // Kills come while there is something to kill: within the time that the last whole build took.
    edit(&project, 1000);
    let mut whole = timed(|| project.expect(0, &["build"]));
    let mut hit = 0;
    let full = std::env::var_os("GHOST_TEST_FULL").is_some_and(|value| !value.is_empty());
    let rounds = if full { 200 } else { 6 };
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 1..=rounds {
        edit(&project, round);
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let mut child =
            project.command(&["build"]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let share = f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(u32::MAX >> 1);
        let until = whole.mul_f64(share);
        std::thread::sleep(until);
        hit += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // Of many, several kills come one after the other before a build is let be.
        if full && round % 8 != 0 {
            continue;
        }
        whole = until
            + timed(|| {
                let ran = project.zbuild(&["build"]);
                assert_eq!(ran.code, Some(0), "round {round}: {}", ran.stderr);
            });
        assert_eq!(project.program("zig-out/bin/sum"), format!("the sum is {}\n", 42 + round));
        assert_eq!(project.count(&["build"]), (0, 0), "round {round}");
    }
    eprintln!("{hit} of {rounds} kills found a build at work");
    let verified = project.expect(0, &["cache", "verify"]);
    assert!(!verified.stderr.contains("removed"), "{}", verified.stderr);
}

#[test]
fn two_at_once_take_turns() {
    let Some(project) = Project::new("two_at_once_take_turns") else { return };
    project.adder("staticlib");
    for more in [0, 1] {
        edit(&project, more);
        let start =
            || project.command(&["build"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let both = [start(), start()].map(|child| Ran::from(child.wait_with_output().unwrap()));
        for ran in &both {
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        }
        assert_eq!(project.program("zig-out/bin/sum"), format!("the sum is {}\n", 42 + more));
        let idle = both.iter().filter(|ran| ran.stderr.contains("up to date")).count();
        assert_eq!(
            idle,
            1,
            "one builds, the other finds it built: {both:?}",
            both = both.map(|ran| ran.stderr)
        );
    }
}

#[test]
fn a_full_disk() {
    let Some(project) = Project::new("a_full_disk") else { return };
    project.adder("staticlib");
    project.expect(0, &["build"]);
    edit(&project, 1);
    // A small disk that only this build sees. A namespace of its own needs no rights on most machines.
    let script = "mount -t tmpfs -o size=64k tmpfs .zbuild/zig 2>/dev/null || exit 99\nmount -t tmpfs -o size=64k tmpfs .zbuild/obj || exit 99\nexec \"$@\"";
    let root = fs::metadata("/proc/self").is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0);
    let kind = if root { "-m" } else { "-rm" };
    let ran = project.by_way_of(&["unshare", kind, "sh", "-c", script, "sh"], &["build"]).output();
    let Some(ran) =
        ran.ok().map(Ran::from).filter(|ran| ran.code != Some(99) && !ran.stderr.contains("unshare: "))
    else {
        eprintln!("skipped: a_full_disk needs the right to mount a small one");
        return;
    };
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("NoSpaceLeft") || ran.stderr.contains("No space left"), "{}", ran.stderr);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n", "the last good program stays");
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 43\n");
}

/// Everything that a name can hold, as far as the languages can say it.
#[test]
fn odd_names_loops_and_large_files() {
    let Some(project) = Project::new("odd_names_loops_and_large_files") else { return };
    let krate = "it's a \"crate\" #1 $HOME";
    project
        .adder("staticlib")
        .write(
            "zbuild.json",
            &format!(
                r#"{{ "project": {{ "name": "it's \"$1\" äö" }},
  "generated": [{{ "name": "large", "command": ["cp", "assets/large file", "made/it's large"], "inputs": ["assets"], "outputs": ["made/it's large"] }}],
  "dependencies": {{
    "rust_crates": [{{ "name": "adder", "path": {krate} }}],
    "c_sources": [{{ "name": "c", "path": "c's \"files\"", "files": ["a b's \"c\".c"], "include_dirs": ["c's \"files\"/in clude"] }}],
    "zig_modules": [{{ "name": "other", "path": "o't \"her" }}] }} }}"#,
                krate = serde_json::json!(krate)
            ),
        )
        .write("c's \"files\"/a b's \"c\".c", "#include \"it's.h\"\nint from_c(void) { return TWO; }\n")
        .write("c's \"files\"/in clude/it's.h", "#define TWO 2\n")
        .write("o't \"her/src/other.zig", "pub const forty = @import(\"it's \\\"so\\\".zig\").forty;\n")
        .write("o't \"her/src/it's \"so\".zig", "pub const forty: c_int = 40;\n")
        .write(
            "src/main.zig",
            &SUM.replace("const adder", "const other = @import(\"other\");\nextern fn from_c() c_int;\nconst adder")
                .replace("adder_add(40, 2);", "adder_add(other.forty, from_c());"),
        );
    fs::rename(project.root.join("adder"), project.root.join(krate)).unwrap();
    let odd = project.root.join("assets").join(OsStr::from_bytes(b"\xff\xfe new\nline"));
    fs::create_dir(project.root.join("assets")).unwrap();
    fs::write(&odd, "1").unwrap();
    fs::write(project.root.join(krate).join(OsStr::from_bytes(b"\xff.txt")), "1").unwrap();
    symlink("..", project.root.join("assets/loop")).unwrap();
    symlink("../..", project.root.join(krate).join("src/loop")).unwrap();
    symlink("itself", project.root.join("src/itself")).unwrap();
    let large = fs::File::create(project.root.join("assets/large file")).unwrap();
    large.set_len(100_000_000).unwrap();
    drop(large);

    project.expect(0, &["build"]);
    let program = "zig-out/bin/it's \"$1\" äö";
    assert_eq!(project.program(program), "the sum is 42\n");
    let made = project.root.join("made/it's large");
    assert_eq!(fs::metadata(&made).unwrap().len(), 100_000_000);
    assert_eq!(project.count(&["build"]), (0, 0));
    fs::remove_file(&made).unwrap();
    fs::remove_file(project.root.join(program)).unwrap();
    project.expect(0, &["build"]);
    assert_eq!(fs::metadata(&made).unwrap().len(), 100_000_000);
    assert_eq!(project.program(program), "the sum is 42\n");
    project.write("c's \"files\"/in clude/it's.h", "#define TWO 3\n");
    project.write("o't \"her/src/it's \"so\".zig", "pub const forty: c_int = 39;\n");
    project.expect(0, &["build"]);
    assert_eq!(project.program(program), "the sum is 42\n");
    fs::write(&odd, "2").unwrap();
    assert!(
        project.worked(&["build"]).iter().any(|action| action.contains("large")),
        "an input with an odd name"
    );
}

/// Depfiles cannot say the path of such a folder. What is built there is right all the same.
#[test]
fn a_workspace_with_a_line_break_in_its_path() {
    let Some(mut project) = Project::new("a_workspace_with_a_line_break_in_its_path") else { return };
    project.root.push("line\nbreak");
    project.adder("staticlib").write("c/two.c", "#include \"two.h\"\nint two(void) { return TWO; }\n");
    let config = project.read("zbuild.json");
    let c = r#""c_sources": [{ "name": "c", "path": "c", "files": ["two.c"] }], "rust_crates""#;
    project.write("zbuild.json", &config.replace("\"rust_crates\"", c));
    let main =
        SUM.replace("const adder", "extern fn two() c_int;\nconst adder").replace("40, 2);", "40, two());");
    project.write("src/main.zig", &main).write("c/two.h", "#define TWO 2\n");
    let said = project.expect(0, &["build"]).stderr;
    assert!(said.contains("the path of the workspace has a line break"), "{said}");
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    project.write("c/two.h", "#define TWO 1\n");
    project.write("adder/src/lib.rs", &ADDER.replace("a + b\n", "a + b + 1\n"));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    project.write("c/two.h", "#define TWO 2\n");
    project.write("adder/src/lib.rs", ADDER);
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
}

#[test]
fn folders_that_cannot_be_read() {
    let Some(project) = Project::new("folders_that_cannot_be_read") else { return };
    project.adder("staticlib").write("assets/secret/x", "1");
    let config = project.read("zbuild.json");
    let generated = r#""generated": [{ "name": "g", "command": ["sh", "-c", "echo 1 > made"], "inputs": ["assets"], "outputs": ["made"] }],"#;
    project.write("zbuild.json", &config.replacen('{', &format!("{{ {generated}"), 1));
    project.expect(0, &["build"]);
    let secret = |mode| {
        fs::set_permissions(project.root.join("assets/secret"), fs::Permissions::from_mode(mode)).unwrap();
    };
    secret(0o000);
    let ran = project.by_way_of(UNPRIVILEGED, &["build"]).output();
    secret(0o755);
    let Some(ran) = ran.ok().map(Ran::from).filter(|ran| !ran.stderr.contains("setpriv: ")) else {
        eprintln!("skipped: folders_that_cannot_be_read needs setpriv");
        return;
    };
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot read assets/secret: Permission denied"), "{}", ran.stderr);
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
    project.write("zbuild.json", r#"{ "workspace": { "members": ["assets/secret"] } }"#);
    secret(0o000);
    let ran = Ran::from(project.by_way_of(UNPRIVILEGED, &["build"]).output().unwrap());
    secret(0o755);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("the member `assets/secret` cannot be read: Permission"), "{}", ran.stderr);
    project.write("zbuild.json", &config);
    for (folder, said) in [
        ("src", "zbuild.json:1:24: error: cannot look for src/main.zig: Permission denied"),
        ("adder/src", "adder/Cargo.toml: error: cannot look for src/lib.rs: Permission denied"),
        ("adder", "cannot read the file: Permission denied"),
    ] {
        let folder = project.root.join(folder);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
        let ran = Ran::from(project.by_way_of(UNPRIVILEGED, &["build"]).output().unwrap());
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains(said), "no `{said}` in {}", ran.stderr);
    }
}

/// A source that is edited while it is compiled is compiled again; nothing of it is taken for up to date.
#[test]
fn sources_that_are_edited_during_the_build() {
    let Some(project) = Project::new("sources_that_are_edited_during_the_build") else { return };
    project.adder("staticlib");
    project.expect(0, &["build"]);
    // The build script holds the build where the crate was read already.
    let waiting = "fn main() {\n    println!(\"cargo::rerun-if-changed=build.rs\");\n    std::fs::write(\"started\", \"\").unwrap();\n    while !std::path::Path::new(\"go\").exists() { std::thread::sleep(std::time::Duration::from_millis(10)); }\n}\n";
    project.write("adder/build.rs", waiting);
    edit(&project, 1);
    let child = project.command(&["build"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !project.root.join("adder/started").exists() {
        assert!(begun.elapsed() < Duration::from_mins(2), "the build script never started");
        std::thread::sleep(Duration::from_millis(20));
    }
    edit(&project, 2);
    project.write("adder/go", "");
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.stderr);
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 44\n");
    project.expect(0, &["build"]);
    assert_eq!(project.count(&["build"]), (0, 0));
}

#[test]
fn a_damaged_store_and_a_clock_set_back() {
    let Some(project) = Project::new("a_damaged_store_and_a_clock_set_back") else { return };
    project.adder("staticlib");
    project.expect(0, &["build"]);
    let mut damaged = 0;
    let mut open = vec![project.root.join(".zbuild/store")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(mut bytes) = fs::read(&path)
                && !bytes.is_empty()
            {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0x55;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
                fs::write(&path, bytes).unwrap();
                damaged += 1;
            }
        }
    }
    assert!(damaged > 5, "the store holds what was built");
    fs::remove_dir_all(project.root.join("zig-out")).unwrap();
    fs::remove_dir_all(project.root.join(".zbuild/obj")).unwrap();
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");

    // Times far back and far ahead say nothing about what is in a file.
    for (more, time) in [(1, 1_000_000), (2, 4_000_000_000)] {
        edit(&project, more);
        let time = std::time::UNIX_EPOCH + Duration::from_secs(time);
        for file in ["adder/src/lib.rs", "src/main.zig"] {
            let file = fs::File::options().append(true).open(project.root.join(file)).unwrap();
            file.set_modified(time).unwrap();
        }
        project.expect(0, &["build"]);
        assert_eq!(project.program("zig-out/bin/sum"), format!("the sum is {}\n", 42 + more));
    }
}
