//! Whether anything is to be done: never stale, and no work when nothing changed.

use std::fs;

use crate::project::{ADD, Project};

#[test]
fn a_second_build_has_nothing_to_do() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    assert!(!p.is_fresh("sums"));
    assert!(p.is_fresh("sums"));
    // From elsewhere in the project, where another path means the same crate.
    p.write("zbuild.json", "{}");
    assert!(p.is_fresh("sums"));
    let run = p.ghostbind_in("sums", &["build", "--message-format", "json"]).succeeds();
    assert_eq!(run.last_event()["fresh"], true);
}

/// A crate with everything that decides a build: a path dependency, an included file, a build
/// script that watches a file and a variable, a module.
fn rich(p: &Project) {
    let lib = "mod deep;\npub use deep::*;\n/// Tells a number.\n#[unsafe(no_mangle)]\npub extern \"C\" fn number() -> u32 {\n    \
               helper::NUMBER + include_str!(\"number.txt\").len() as u32 + env!(\"SCRIPT\").len() as u32\n}\n";
    p.krate(
        "rich",
        "build = \"build.rs\"\n[features]\nmore = []\n[dependencies]\nhelper = { path = \"../helper\" }",
        lib,
    );
    p.write(
        "rich/src/deep.rs",
        "#[unsafe(no_mangle)]\npub extern \"C\" fn deep() -> bool { option_env!(\"DEEP\").is_some() }\n",
    );
    p.write("rich/src/number.txt", "one");
    let build = "fn main() {\n    println!(\"cargo::rerun-if-changed=watched\");\n    println!(\"cargo::rerun-if-env-changed=WATCHED\");\n    \
                 println!(\"cargo::rustc-env=SCRIPT={}\", std::env::var(\"WATCHED\").unwrap_or_default());\n}\n";
    p.write("rich/build.rs", build);
    p.write("rich/watched/a", "");
    p.write("helper/Cargo.toml", "[package]\nname = \"helper\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    p.write("helper/src/lib.rs", "pub const NUMBER: u32 = 7;\n");
}

#[test]
fn every_input_counts() {
    type Edit = fn(&mut Project);
    let cases: [(&str, Edit); 14] = [
        ("a source", |p| {
            p.write("rich/src/deep.rs", "#[unsafe(no_mangle)]\npub extern \"C\" fn deep() -> bool { option_env!(\"DEEP\").is_none() }\n");
        }),
        ("an included file", |p| p.write("rich/src/number.txt", "three")),
        ("a path dependency", |p| p.write("helper/src/lib.rs", "pub const NUMBER: u32 = 8;\n")),
        ("a dependency's manifest", |p| {
            let toml = p.read("helper/Cargo.toml").replace("0.1.0", "0.1.1");
            p.write("helper/Cargo.toml", &toml);
        }),
        ("the manifest", |p| {
            let toml = format!("{}\n[profile.release]\nopt-level = 1\n", p.read("rich/Cargo.toml"));
            p.write("rich/Cargo.toml", &toml);
        }),
        ("a watched folder", |p| p.write("rich/watched/b", "")),
        ("a watched file", |p| p.write("rich/watched/a", "new")),
        ("the build script", |p| {
            let script = p.read("rich/build.rs").replace("WATCHED\").unwrap_or", "WATCHED\" ).unwrap_or");
            p.write("rich/build.rs", &script);
        }),
        ("a watched variable", |p| drop(p.vars.insert("WATCHED".into(), "x".into()))),
        ("a variable that code reads", |p| drop(p.vars.insert("DEEP".into(), "1".into()))),
        ("flags", |p| drop(p.vars.insert("RUSTFLAGS".into(), "-Copt-level=1".into()))),
        ("configuration that appears", |p| {
            p.write(".cargo/config.toml", "[profile.release]\nopt-level = 2\n");
        }),
        ("the lock file", |p| fs::remove_file(p.root.join("rich/Cargo.lock")).unwrap()),
        ("another Zig", |p| {
            let zig = p.root.join("bin/zig");
            let real = fs::read_link(&zig).unwrap();
            fs::remove_file(&zig).unwrap();
            let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", real.display());
            fs::write(&zig, script).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            fs::set_permissions(&zig, mode).unwrap();
        }),
    ];
    let Some(mut p) = Project::new() else { return };
    rich(&p);
    assert!(!p.is_fresh("rich"));
    assert!(p.is_fresh("rich"));
    for (what, edit) in cases {
        edit(&mut p);
        assert!(!p.is_fresh("rich"), "{what} did not count");
        assert!(p.is_fresh("rich"), "after {what} it did not settle");
    }
}

#[test]
fn outputs_that_were_deleted_or_altered_come_back() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]", ADD);
    assert!(!p.is_fresh("sums"));
    let files = [
        ".ghostbind/cache/target/release/libsums.a",
        ".ghostbind/cache/target/release/libsums.so",
        ".ghostbind/cache/headers/sums.h",
        ".ghostbind/cache/include/ghost/sums.h",
        ".ghostbind/cache/bindings/sums.zig",
        ".ghostbind/manifests/sums.json",
    ];
    for file in files {
        let path = p.root.join(file);
        let before = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(!p.is_fresh("sums"), "{file} was deleted");
        assert_eq!(fs::read(&path).unwrap(), before, "{file}");
        let mut altered = before.clone();
        altered[0] ^= 1;
        let times = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, &altered).unwrap();
        fs::File::options().append(true).open(&path).unwrap().set_modified(times).unwrap();
        assert!(!p.is_fresh("sums"), "{file} was altered");
        assert_eq!(fs::read(&path).unwrap(), before, "{file}");
        assert!(p.is_fresh("sums"), "after {file}");
    }
}

#[test]
fn what_is_touched_without_a_change_needs_no_work() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    assert!(!p.is_fresh("sums"));
    p.write("sums/src/lib.rs", ADD);
    assert!(p.is_fresh("sums"));
    let header = p.read(".ghostbind/cache/headers/sums.h");
    p.write(".ghostbind/cache/headers/sums.h", &header);
    assert!(p.is_fresh("sums"));
}

#[test]
fn documentation_alone_changes_the_header() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    p.write("sums/src/lib.rs", &ADD.replace("Adds two numbers", "Sums two numbers"));
    p.build("sums", &[]).succeeds();
    assert!(p.read(".ghostbind/cache/headers/sums.h").contains("Sums two numbers"));
}

#[test]
fn a_build_script_without_an_end_to_its_inputs_watches_its_package() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "build = \"build.rs\"", ADD);
    p.write("sums/build.rs", "fn main() {}\n");
    p.write("sums/data/table.txt", "1");
    assert!(!p.is_fresh("sums"));
    assert!(p.is_fresh("sums"));
    p.write("sums/data/table.txt", "2");
    assert!(!p.is_fresh("sums"));
    p.write("sums/data/new.txt", "");
    assert!(!p.is_fresh("sums"));
    assert!(p.is_fresh("sums"));
}

#[test]
fn options_have_builds_of_their_own() {
    let Some(p) = Project::new() else { return };
    let lib =
        format!("{ADD}\n#[cfg(feature = \"more\")]\n#[unsafe(no_mangle)]\npub extern \"C\" fn more() {{}}\n");
    p.krate("sums", "[features]\nmore = []", &lib);
    let symbols = |p: &Project| -> Vec<String> {
        let manifest = p.manifest("sums");
        let exports = manifest["exports"].as_array().unwrap();
        exports.iter().map(|export| export["symbol"].as_str().unwrap().to_owned()).collect()
    };
    p.build("sums", &[]).succeeds();
    assert_eq!(symbols(&p), ["add"]);
    p.build("sums", &["--features", "more"]).succeeds();
    assert_eq!(symbols(&p), ["add", "more"]);
    p.build("sums", &[]).succeeds();
    assert_eq!(symbols(&p), ["add"]);
}

#[test]
fn two_at_once_wait_for_each_other() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let args = ["build", "--manifest-path", "sums/Cargo.toml"];
    let mut children: Vec<_> = (0..3).map(|_| p.command("", &args).spawn().unwrap()).collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    crate::manifest::files_are_true(&p, &p.manifest("sums"));
    assert!(p.is_fresh("sums"));
}

/// What a crate's constant `TEXT` is the length of.
const LENGTH: &str =
    "#[unsafe(no_mangle)]\npub extern \"C\" fn length() -> usize { std::hint::black_box(TEXT).len() }\n";

/// Of a folder that a build script watches all counts: packages inside, and what other builds leave.
#[test]
fn a_watched_folder_is_watched_as_a_whole() {
    let Some(p) = Project::new() else { return };
    p.krate("watch", "", &format!("const TEXT: &str = env!(\"TEXT\");\n{LENGTH}"));
    p.write(
        "watch/build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=native\");\n    let read = |path| std::fs::read_to_string(path).unwrap();\n    \
         println!(\"cargo::rustc-env=TEXT={}{}\", read(\"native/vendor/a.txt\"), read(\"native/zig-out/b.txt\"));\n}\n",
    );
    p.write("watch/native/vendor/Cargo.toml", "[package]\nname = \"other\"\n");
    let files = ["watch/native/vendor/a.txt", "watch/native/zig-out/b.txt"];
    for file in files {
        p.write(file, "one");
    }
    assert!(!p.is_fresh("watch"));
    assert!(p.is_fresh("watch"));
    for file in files {
        p.write(file, "two, and longer");
        assert!(!p.is_fresh("watch"), "{file}");
        assert!(p.is_fresh("watch"), "{file}");
    }
}

/// A dependency inherits from a workspace that is not the crate's own.
#[test]
fn the_workspace_of_a_dependency_counts() {
    let Some(p) = Project::new() else { return };
    let uses = format!("const TEXT: &str = leaf::TEXT;\n{LENGTH}");
    p.krate("outer", "[dependencies]\nleaf = { path = \"../other/deep/leaf\" }", &uses);
    let workspace = |text: &str| {
        let toml = format!(
            "[workspace]\nmembers = [\"deep/leaf\"]\n[workspace.package]\ndescription = \"{text}\"\n"
        );
        p.write("other/Cargo.toml", &toml);
    };
    workspace("one");
    p.write(
        "other/deep/leaf/Cargo.toml",
        "[package]\nname = \"leaf\"\nversion = \"0.1.0\"\nedition = \"2024\"\ndescription.workspace = true\n",
    );
    p.write("other/deep/leaf/src/lib.rs", "pub const TEXT: &str = env!(\"CARGO_PKG_DESCRIPTION\");\n");
    assert!(!p.is_fresh("outer"));
    assert!(p.is_fresh("outer"));
    workspace("two, and longer");
    assert!(!p.is_fresh("outer"));
    assert!(p.is_fresh("outer"));
}

/// Unpacked archives and clocks that were set back leave times in the future: that is no work for ever.
#[test]
fn a_source_from_the_future() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let source = p.root.join("sums/src/lib.rs");
    let touch = || {
        let later = std::time::SystemTime::now() + std::time::Duration::from_hours(2);
        fs::File::options().append(true).open(&source).unwrap().set_modified(later).unwrap();
    };
    touch();
    assert!(!p.is_fresh("sums"));
    assert!(p.is_fresh("sums"));
    p.write("sums/src/lib.rs", &ADD.replace("fn add", "fn sub"));
    touch();
    assert!(!p.is_fresh("sums"));
    assert_eq!(p.manifest("sums")["exports"][0]["symbol"], "sub");
    assert!(p.is_fresh("sums"));
}

/// Builds of one crate with different features copy what they built themselves.
#[test]
fn copies_are_of_the_build_that_makes_them() {
    let Some(p) = Project::new() else { return };
    let more = "#[cfg(feature = \"more\")]\n#[unsafe(no_mangle)]\npub extern \"C\" fn more() {}\n";
    p.krate("sums", "[features]\nmore = []", &format!("{ADD}{more}"));
    let build = |features: &str, to: &str| {
        let args = ["--features", features, "--copy-to", to, "--depfile", &format!("out/{to}.d")];
        p.build("sums", &args).succeeds();
    };
    for _ in 0..3 {
        std::thread::scope(|scope| {
            scope.spawn(|| build("", "plain"));
            scope.spawn(|| build("more", "all"));
        });
        for (folder, has) in [("plain", false), ("all", true)] {
            for file in ["include/sums.h", "sums.zig", "sums.json"] {
                let text = p.read(&format!("{folder}/{file}"));
                assert!(text.contains("add") && text.contains("more") == has, "{folder}/{file}: {text}");
            }
        }
    }
}

/// A name that is no text cannot stand in a list of what is watched: cargo is asked each time.
#[test]
fn names_that_are_no_text_are_not_passed_over() {
    use std::os::unix::ffi::OsStrExt;
    let Some(p) = Project::new() else { return };
    p.krate(
        "rich",
        "build = \"build.rs\"",
        "#[unsafe(no_mangle)]\npub extern \"C\" fn number() -> usize { env!(\"SAID\").len() }\n",
    );
    let script = "fn main() {\n    println!(\"cargo::rerun-if-changed=watched\");\n    \
        let file = std::fs::read_dir(\"watched\").unwrap().next().unwrap().unwrap().path();\n    \
        println!(\"cargo::rustc-env=SAID={}\", std::fs::read_to_string(file).unwrap());\n}\n";
    p.write("rich/build.rs", script);
    fs::create_dir_all(p.root.join("rich/watched")).unwrap();
    let file = p.root.join("rich/watched").into_std_path_buf().join(std::ffi::OsStr::from_bytes(b"\xff"));
    if let Err(error) = fs::write(&file, "old") {
        println!("skipped: a test of ghostbind needs names that are no text: {error}");
        return;
    }
    assert!(!p.is_fresh("rich"));
    let library = p.root.join(".ghostbind/cache/target/release/librich.a");
    let before = fs::read(&library).unwrap();
    fs::write(&file, "newer").unwrap();
    assert!(!p.is_fresh("rich"));
    assert_ne!(fs::read(&library).unwrap(), before);
}
