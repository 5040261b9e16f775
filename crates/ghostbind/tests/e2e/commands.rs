//! The smaller commands, the switches for lock file and network, and what a terminal sees.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use crate::project::{ADD, Project, command};

#[test]
fn headers_of_what_cannot_be_built() {
    let Some(p) = Project::new() else { return };
    p.krate(
        "sums",
        "[features]\nmore = []",
        &format!("{ADD}#[cfg(feature = \"more\")]\n{}", ADD.replace("fn add", "fn more")),
    );
    let of = |more: &[&str]| p.ghostbind(&[&["headers", "--manifest-path", "sums", "-q"], more].concat());
    of(&["--print", "--include-dir"]).fails(2, &["--print", "--include-dir"]);
    p.ghostbind(&["headers", "--manifest-path", "nowhere"]).fails(2, &["nowhere"]);
    assert!(!of(&["--print"]).succeeds().stdout.contains("more"));
    let with = of(&["--print", "--features", "more"]).succeeds();
    assert!(with.stdout.contains("uint32_t more(uint32_t a, uint32_t b);"), "{}", with.stdout);
    assert_eq!(with.stderr, "", "quiet means quiet");
    // The stream of events has the paths, and nothing else is printed.
    let events = of(&["--message-format", "json"]).succeeds().events();
    assert_eq!(events.last().unwrap()["manifest"]["headers"][0]["path"], ".ghostbind/cache/headers/sums.h");
    // The printed folder is one that a C compiler takes.
    let folder = of(&["--include-dir"]).succeeds().stdout;
    p.write("main.c", "#include <sums.h>\nint main(void) { return (int)add(0, 0) * 0; }\n");
    p.tool("cc", &["-fsyntax-only", "-I", folder.trim(), "main.c"]);
    p.write("sums/src/lib.rs", "pub fn broken() -> u32 { \"text\" }\n");
    let failed = of(&["--print"]).fails(1, &["mismatched types"]);
    assert_eq!(failed.stdout, "", "no header of an older build");
}

#[test]
fn headers_that_would_hide_the_systems() {
    let Some(p) = Project::new() else { return };
    p.krate("math", "", ADD);
    let run = p.ghostbind(&["headers", "--manifest-path", "math", "--include-dir"]).succeeds();
    assert!(run.stdout.trim().ends_with(".ghostbind/cache/include"), "{}", run.stdout);
    assert!(run.stderr.contains("hides the C library's header"), "{}", run.stderr);
}

#[test]
fn doctor_names_what_is_missing() {
    let Some(mut p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let whole = p.ghostbind(&["doctor", "--manifest-path", "sums/Cargo.toml", "--message-format", "json"]);
    for what in ["cargo", "rustc", "zig", "host"] {
        let finding = whole.events().into_iter().find(|event| event["what"] == what).unwrap();
        assert_eq!(
            (finding["reason"].as_str(), finding["good"].as_bool()),
            (Some("finding"), Some(true)),
            "{what}"
        );
    }
    p.ghostbind(&["doctor", "--manifest-path", "nowhere/Cargo.toml"]).fails(2, &["does not exist"]);
    fs::remove_file(p.root.join("bin/zig")).unwrap();
    let without = p.ghostbind(&["doctor"]);
    assert_eq!(without.code, Some(3), "{without:?}");
    for words in ["MISSING", "`zig` is not on PATH", "pip install", "ziglang=="] {
        assert!(without.stdout.contains(words), "{words}: {}", without.stdout);
    }
    let without = p.ghostbind(&["doctor", "--message-format", "json"]);
    let zig = without.events().into_iter().find(|event| event["what"] == "zig").unwrap();
    assert!(zig["hint"].as_str().unwrap().contains("ziglang=="), "{}", without.stdout);
    // A Zig that is too old for us is not taken for a good one.
    p.write("bin/zig", "#!/bin/sh\necho 0.11.0\n");
    fs::set_permissions(p.root.join("bin/zig"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let old = p.ghostbind(&["doctor"]);
    assert_eq!(old.code, Some(3), "{old:?}");
    assert!(old.stdout.contains("0.11.0"), "{}", old.stdout);
    p.vars.insert("PATH".into(), "/nonexistent".into());
    let nothing = p.ghostbind(&["doctor"]);
    assert_eq!(nothing.code, Some(3));
    for what in ["cargo", "rustc", "zig", "cc", "objcopy"] {
        assert!(nothing.stdout.contains(&format!("`{what}` is not on PATH")), "{}", nothing.stdout);
    }
}

#[test]
fn targets_can_be_searched() {
    let Some(mut p) = Project::new() else { return };
    let list = |args: &[&str]| p.ghostbind(&[&["targets"], args].concat()).succeeds().stdout;
    p.ghostbind(&["targets", "no-such-machine"]).fails(2, &["no target has `no-such-machine`"]);
    let all = list(&[]).lines().count();
    let (arm, by_rust) = (list(&["aarch64"]).lines().count(), list(&["apple-darwin"]).lines().count());
    assert!(all > 60 && arm > 5 && arm < all && by_rust > 1, "{all} {arm} {by_rust}");
    let installed = list(&["--installed"]);
    assert!(installed.lines().all(|line| line.contains("installed")), "{installed}");
    assert_eq!(installed.lines().filter(|line| line.contains("(this machine)")).count(), 1, "{installed}");
    let missing = p.ghostbind(&["targets", "s390x-linux-gnu", "--message-format", "json"]).succeeds();
    let event = &missing.events()[0];
    assert_eq!(event["rust"], "s390x-unknown-linux-gnu");
    assert!(event["installed"] == true || event["install"].as_str().unwrap().contains("rustup"), "{event}");
    // Without any tool the list is still there, and does not say what it cannot know.
    p.vars.insert("PATH".into(), "/nonexistent".into());
    let blind = p.ghostbind(&["targets", "x86_64-linux-musl", "--message-format", "json"]).succeeds();
    assert_eq!(blind.events()[0]["installed"], serde_json::Value::Null);
}

#[test]
fn clean_removes_what_is_ours() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let nothing = p.ghostbind(&["clean"]).succeeds();
    assert!(nothing.stderr.contains("nothing to remove"), "{nothing:?}");
    p.build("sums", &["--output-dir", "dist"]).succeeds();
    let told = p.ghostbind(&["clean", "--dry-run"]).succeeds();
    assert!(
        told.stdout.trim().ends_with(".ghostbind") && p.exists(".ghostbind/manifests/sums.json"),
        "{told:?}"
    );
    p.ghostbind(&["clean"]).succeeds();
    assert!(!p.exists(".ghostbind") && p.exists("dist/libsums.a") && p.exists("sums/src/lib.rs"));
    assert!(!p.is_fresh("sums"));
    assert!(p.is_fresh("sums"));
}

#[test]
fn clean_waits_for_a_build() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "build = \"build.rs\"", ADD);
    // The script says that the build is in the middle, and goes on when it may.
    p.write("sums/build.rs", "fn main() {\n    std::fs::write(\"../begun\", \"\").unwrap();\n    \
        while !std::path::Path::new(\"../go\").exists() { std::thread::sleep(std::time::Duration::from_millis(10)); }\n}\n");
    let build = p.command("", &["build", "--manifest-path", "sums"]).stderr(Stdio::null()).spawn().unwrap();
    while !p.exists("begun") {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let mut clean = p.command("", &["clean"]).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(clean.try_wait().unwrap(), None, "cleaned under a build's feet");
    p.write("go", "");
    let ended = build.wait_with_output().unwrap();
    assert!(ended.status.success() && clean.wait().unwrap().success());
    assert!(!p.exists(".ghostbind"));
    p.build("sums", &[]).succeeds();
}

#[test]
fn completions_are_scripts_of_their_shells() {
    let Some(p) = Project::new() else { return };
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = p.ghostbind(&["completions", shell]).succeeds().stdout;
        for word in ["ghostbind", "headers", "manifest-path", "zig-target"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        if shell == "bash" {
            p.write("completions.bash", &script);
            let tried = "source completions.bash && COMP_WORDS=(ghostbind he) COMP_CWORD=1 && \
                         _ghostbind ghostbind he ghostbind && echo \"${COMPREPLY[@]}\"";
            assert!(p.tool("bash", &["-c", tried]).contains("headers"));
        }
    }
    p.ghostbind(&["completions", "dos"]).fails(2, &["dos", "bash"]);
}

#[test]
fn a_lock_file_that_must_not_change() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[dependencies]\nwords = { path = \"../words\" }", ADD);
    p.write("words/Cargo.toml", "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    p.write("words/src/lib.rs", "");
    for switch in ["--locked", "--frozen"] {
        p.build("sums", &[switch]).fails(2, &["lock file", switch.replace("frozen", "locked").as_str()]);
        assert!(!p.exists("sums/Cargo.lock"), "{switch} made a lock file");
    }
    p.build("sums", &[]).succeeds();
    p.build("sums", &["--locked"]).succeeds();
    p.build("sums", &["--frozen"]).succeeds();
    // A lock file of another version of a dependency.
    let words = p.read("words/Cargo.toml").replace("0.1.0", "0.2.0");
    p.write("words/Cargo.toml", &words);
    let lock = p.read("sums/Cargo.lock");
    p.build("sums", &["--locked"]).fails(2, &["lock file"]);
    assert_eq!(p.read("sums/Cargo.lock"), lock);
    p.build("sums", &[]).succeeds();
    assert!(p.read("sums/Cargo.lock").contains("0.2.0"));
}

#[test]
fn without_a_network() {
    let Some(mut p) = Project::new() else { return };
    // An empty home of cargo's has no crate and no index.
    p.vars.insert("CARGO_HOME".into(), p.root.join("cargo-home").into());
    p.krate("sums", "[dependencies]\nitoa = \"1\"", ADD);
    for switch in ["--offline", "--frozen"] {
        p.build("sums", &[switch]).fails(3, &["itoa", "offline mode"]);
    }
    p.krate("plain", "", ADD);
    p.build("plain", &["--offline"]).succeeds();
}

/// What a terminal of 80 columns gets from a command.
fn on_a_terminal(p: &Project, args: &[&str]) -> String {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let side = fs::OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let mut child = p.command("", args);
    child.stdout(side.try_clone().unwrap()).stderr(side);
    let mut running = child.spawn().unwrap();
    // Our copies of the other side go, so that reading ends with the program.
    drop(child);
    let mut text = Vec::new();
    let mut reader = fs::File::from(terminal);
    // Linux says EIO when nobody has the other side any more.
    let _end = reader.read_to_end(&mut text);
    assert!(running.wait().unwrap().success());
    String::from_utf8(text).unwrap()
}

#[test]
fn progress_on_a_terminal_and_lines_elsewhere() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[dependencies]\nwords = { path = \"../words\" }", ADD);
    p.write("words/Cargo.toml", "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    p.write("words/src/lib.rs", "");
    let args = ["build", "--manifest-path", "sums"];
    let shown = on_a_terminal(&p, &args);
    // Each status replaces the one before; the last line stays.
    assert!(shown.contains("\r\x1b[K") && shown.contains("\x1b[32;1m   Compiling\x1b[0m words"), "{shown:?}");
    let last = shown.rsplit("\r\x1b[K").next().unwrap();
    assert!(last.contains("Finished") && last.trim_end().ends_with("sums.json"), "{shown:?}");
    assert_eq!(shown.matches('\n').count(), 1, "progress scrolled: {shown:?}");
    // The same in a file: lines, no colour, nothing overwritten.
    p.ghostbind(&["clean"]).succeeds();
    let plain = p.ghostbind(&args).succeeds().stderr;
    assert!(!plain.contains(['\x1b', '\r']), "{plain:?}");
    for line in ["   Compiling words v0.1.0", "   Compiling sums v0.1.0", "    Finished sums for "] {
        assert!(plain.lines().any(|shown| shown.starts_with(line)), "{line}: {plain}");
    }
    // A compiler's message keeps its colours on a terminal only.
    p.write("sums/src/lib.rs", &format!("{ADD}fn unused() {{}}\n"));
    assert!(on_a_terminal(&p, &args).contains("\x1b["));
    p.write("sums/src/lib.rs", &format!("{ADD}fn unused_as_well() {{}}\n"));
    let plain = p.ghostbind(&args).succeeds().stderr;
    assert!(
        plain.contains("warning: function `unused_as_well` is never used") && !plain.contains('\x1b'),
        "{plain}"
    );
    assert_eq!(p.ghostbind(&["build", "--manifest-path", "sums", "-q"]).succeeds().stderr, "");
    let why = {
        p.write("words/src/lib.rs", "// new\n");
        p.ghostbind(&["build", "--manifest-path", "sums", "-v"]).succeeds().stderr
    };
    assert!(why.contains("Stale") && why.contains("words/src/lib.rs"), "{why}");
}

#[test]
fn an_output_that_is_closed_early() {
    let Some(p) = Project::new() else { return };
    let program = env!("CARGO_BIN_EXE_ghostbind");
    let script = format!("'{program}' targets | head -n 1; echo ${{PIPESTATUS[0]}}");
    let output = command("bash").args(["-c", &script]).env_clear().envs(&p.vars).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.ends_with("\n0\n"), "{text}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_output_that_takes_nothing() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.write("main.zig", "extern fn add(a: u32, b: u32) u32;\npub fn main() void { _ = add(1, 2); }\n");
    p.build("sums", &[]).succeeds();
    let of_crate = ["--manifest-path", "sums/Cargo.toml"];
    let with = |args: &[&'static str]| [args, &of_crate].concat();
    let commands = [
        vec!["--help"],
        vec!["--version"],
        vec!["completions", "bash"],
        vec!["targets"],
        vec!["doctor"],
        vec!["clean", "--dry-run"],
        with(&["build", "--message-format", "json"]),
        with(&["headers"]),
        with(&["headers", "--print"]),
        with(&["check", "main.zig"]),
        with(&["check", "main.zig", "--format", "json"]),
        with(&["check", "main.zig", "--format", "sarif"]),
    ];
    for args in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = p.command("", &args).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{args:?}: {said}");
        assert_eq!(said.matches("cannot write to standard output").count(), 1, "{args:?}: {said}");
    }
}
