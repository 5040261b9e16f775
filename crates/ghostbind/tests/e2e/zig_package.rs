//! The Zig package for those who stay on `build.zig`: its example is built and run by `zig build`.

use std::fs;

use camino::Utf8Path;

use crate::project::{Project, ZIGS};

fn copy(from: &Utf8Path, to: &Utf8Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir_utf8().unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if !path.is_dir() {
            fs::copy(path, to).unwrap();
        } else if !entry.file_name().starts_with('.') && entry.file_name() != "zig-out" {
            copy(path, &to);
        }
    }
}

fn check(zig: &str) {
    let Some(p) = Project::with_zig(Some(zig), "") else { return };
    let source = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["packages/zig", "examples/build-zig-app"] {
        copy(&source.join(folder), &p.root.join(folder));
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_ghostbind"), p.root.join("bin/ghostbind")).unwrap();
    let app = p.root.join("examples/build-zig-app");
    let run = || {
        let output = crate::project::command("zig")
            .args(["build", "run"])
            .current_dir(&app)
            .env_clear()
            .envs(&p.vars)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "Zig {zig}: {text}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(run(), "Hello, Zig!\n", "Zig {zig}");
    assert!(app.join(".ghostbind/manifests/greeter.json").exists());
    // A change in the crate arrives without anybody listing its sources.
    let lib = app.join("greeter/src/lib.rs");
    let text = fs::read_to_string(&lib).unwrap().replace("{name}!", "dear {name}!");
    fs::write(&lib, text).unwrap();
    assert_eq!(run(), "Hello, dear Zig!\n", "Zig {zig}");
}

/// `zig build` of 0.17 compiles its own parts for minutes when it is used for the first time.
#[test]
fn the_example_is_built_by_zig_build() {
    let full = std::env::var_os("GHOST_TEST_FULL").is_some();
    for zig in ZIGS.into_iter().filter(|zig| full || *zig == "0.16.0") {
        check(zig);
    }
}

#[test]
fn a_system_library_that_is_not_linked_is_named() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "build = \"build.rs\"", crate::project::ADD);
    p.write("sums/build.rs", "fn main() { println!(\"cargo::rustc-link-lib=dylib=z\"); }\n");
    let linked = ["--crate-type", "staticlib", "--linked", "c", "--linked", "unwind"];
    p.build("sums", &linked)
        .fails(2, &["needs system libraries that are not linked: z", ".system_libraries"]);
    p.build("sums", &[&linked[..], &["--linked", "z"]].concat()).succeeds();
}

#[test]
fn a_depfile_names_the_sources() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", crate::project::ADD);
    p.build("sums", &["--depfile", "out/sums.d"]).succeeds();
    let rule = p.read("out/sums.d");
    assert!(rule.starts_with(p.root.join(".ghostbind/manifests/sums.json:").as_str()), "{rule}");
    assert!(rule.contains("sums/src/lib.rs") && rule.contains("sums/Cargo.toml"), "{rule}");
}
