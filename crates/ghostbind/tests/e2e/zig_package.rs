//! The Zig package for those who stay on `build.zig`: its example is built and run by `zig build`.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::project::{Project, ZIGS, is_full};

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

/// A ghostbind that notes each start of it.
const NOTING: &str = "#!/bin/sh\necho run >> \"$NOTES\"\nexec \"$REAL_GHOSTBIND\" \"$@\"\n";

/// The package, the example and a ghostbind whose starts are counted.
struct App {
    p: Project,
    zig: &'static str,
    folder: Utf8PathBuf,
}

impl App {
    fn new(zig: &'static str) -> Option<Self> {
        let mut p = Project::with_zig(Some(zig), "with space")?;
        let source = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for folder in ["packages/zig", "examples/build-zig-app"] {
            copy(&source.join(folder), &p.root.join(folder));
        }
        p.write("bin/ghostbind", NOTING);
        let script = p.root.join("bin/ghostbind");
        fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        p.vars.insert("REAL_GHOSTBIND".into(), env!("CARGO_BIN_EXE_ghostbind").into());
        p.vars.insert("NOTES".into(), p.root.join("notes").into());
        let folder = p.root.join("examples/build-zig-app");
        Some(Self { p, zig, folder })
    }

    fn write(&self, path: &str, text: &str) {
        self.p.write(&format!("examples/build-zig-app/{path}"), text);
    }

    fn starts(&self) -> usize {
        fs::read_to_string(self.p.root.join("notes")).unwrap_or_default().lines().count()
    }

    #[track_caller]
    fn build(&self, args: &[&str]) {
        let mut zig = crate::project::command("zig");
        zig.arg("build").args(args).current_dir(&self.folder).env_clear().envs(&self.p.vars);
        let output = zig.output().unwrap();
        assert!(output.status.success(), "Zig {}: {}", self.zig, String::from_utf8_lossy(&output.stderr));
    }

    /// Builds, and gives what the program says.
    #[track_caller]
    fn says(&self) -> String {
        self.build(&[]);
        self.p.tool("examples/build-zig-app/zig-out/bin/app", &[])
    }

    /// Builds after a change: ghostbind is asked, and once only.
    #[track_caller]
    fn after(&self, what: &str, expected: &str) {
        let before = self.starts();
        assert_eq!(self.says(), expected, "Zig {}, {what}", self.zig);
        assert!(self.starts() > before, "Zig {}: nobody saw {what}", self.zig);
        self.nothing_to_do(expected);
    }

    #[track_caller]
    fn nothing_to_do(&self, expected: &str) {
        let before = self.starts();
        assert_eq!(self.says(), expected);
        assert_eq!(self.starts(), before, "Zig {}: nothing changed, and ghostbind ran", self.zig);
    }
}

fn check(zig: &'static str) {
    let Some(mut app) = App::new(zig) else { return };
    app.after("the first build", "Hello, Zig!\n");
    assert!(app.folder.join(".ghostbind/manifests/greeter.json").exists());
    // Sources, wherever they are, without anybody listing them.
    let lib = fs::read_to_string(app.folder.join("greeter/src/lib.rs")).unwrap();
    let lib = lib.replace("\"{}, {name}!\", greeter.word", "\"{}, {} {name}!\", greeter.word, words::kind()");
    assert!(lib.contains("words::kind()"), "the example has another text: {lib}");
    app.write("greeter/src/lib.rs", &lib);
    let toml = fs::read_to_string(app.folder.join("greeter/Cargo.toml")).unwrap();
    let dependency = "[dependencies]\nwords = { path = \"../words\" }\n";
    app.write("greeter/Cargo.toml", &format!("{toml}\n{dependency}"));
    app.write("words/Cargo.toml", "[package]\nname = \"words\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    app.write("words/src/lib.rs", "pub fn kind() -> &'static str { \"dear\" }\n");
    app.after("a new dependency", "Hello, dear Zig!\n");
    app.write("words/build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=word.txt\");\n    \
        println!(\"cargo::rerun-if-env-changed=WORD\");\n    println!(\"cargo::rerun-if-changed=words\");\n    \
        let word = std::env::var(\"WORD\").unwrap_or_else(|_| std::fs::read_to_string(\"word.txt\").unwrap());\n    \
        let more = std::fs::read_dir(\"words\").unwrap().count();\n    \
        println!(\"cargo::rustc-env=WORD={}{}\", word.trim(), \"!\".repeat(more));\n}\n");
    app.write("words/word.txt", "good");
    app.write("words/words/.keep", "");
    app.write("words/src/lib.rs", "pub fn kind() -> &'static str { env!(\"WORD\") }\n");
    app.after("a source of a path dependency", "Hello, good! Zig!\n");
    app.write("words/word.txt", "old");
    app.after("what a build script reads", "Hello, old! Zig!\n");
    app.write("words/words/more", "");
    app.after("a name in a folder that a build script watches", "Hello, old!! Zig!\n");
    app.p.vars.insert("WORD".into(), "new".into());
    app.after("a variable that a build script reads", "Hello, new!! Zig!\n");
    let lock = fs::read_to_string(app.folder.join("greeter/Cargo.lock")).unwrap();
    app.write("greeter/Cargo.lock", &format!("{lock}\n"));
    app.after("the lock file", "Hello, new!! Zig!\n");
    app.write("greeter/.cargo/config.toml", "[profile.dev]\nopt-level = 1\n");
    app.after("a configuration file that appeared", "Hello, new!! Zig!\n");
    fs::remove_dir_all(app.folder.join(".ghostbind")).unwrap();
    app.after("that .ghostbind is gone", "Hello, new!! Zig!\n");
}

/// `zig build` of 0.17 compiles its own parts for minutes when it is used for the first time.
#[test]
fn a_build_in_which_nothing_changed_starts_nothing() {
    for zig in ZIGS.into_iter().filter(|zig| is_full() || *zig == "0.16.0") {
        check(zig);
    }
}

/// The example for another machine, by `-Dtarget`.
#[test]
fn a_target_reaches_the_crate() {
    let Some(qemu) = crate::cross::provided("GHOST_QEMU_AARCH64", "a cross build by zig build") else {
        return;
    };
    let Some(sysroot) = crate::cross::provided("GHOST_SYSROOT_AARCH64", "the same") else { return };
    let Some(rustc) = crate::cross::provided("GHOST_RUSTC_CROSS", "the same") else { return };
    let Some(mut app) = App::new("0.16.0") else { return };
    app.p.vars.insert("RUSTC".into(), rustc.into());
    app.build(&["-Dtarget=aarch64-linux-gnu.2.31", "-Dcpu=cortex_a72"]);
    assert_eq!(app.starts(), 1);
    let manifest: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(app.folder.join(".ghostbind/manifests/greeter.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(manifest["targets"]["zig"], "aarch64-linux-gnu.2.31");
    assert_eq!(manifest["targets"]["zig_cpu"], "cortex_a72");
    let said = app.p.tool(&qemu, &["-L", &sysroot, "examples/build-zig-app/zig-out/bin/app"]);
    assert_eq!(said, "Hello, Zig!\n");
    app.build(&["-Dtarget=aarch64-linux-gnu.2.31", "-Dcpu=cortex_a72"]);
    assert_eq!(app.starts(), 1, "nothing changed");
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
fn a_library_that_the_crate_brings_comes_along() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "build = \"build.rs\"", crate::project::ADD);
    p.write(
        "sums/build.rs",
        "fn main() {\n    let out = std::env::var(\"OUT_DIR\").unwrap();\n    \
         std::fs::write(format!(\"{out}/libdeep.so\"), \"made\").unwrap();\n    \
         println!(\"cargo::rustc-link-search=native={out}\\ncargo::rustc-link-lib=dylib=deep\");\n}\n",
    );
    p.build("sums", &["--crate-type", "staticlib", "--copy-to", "made"]).succeeds();
    assert_eq!(p.read("made/native/libdeep.so"), "made");
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
