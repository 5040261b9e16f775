//! Real packages with real build scripts, built by the real cargo with the real Zig.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stderr, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of a Zig: `GHOST_ZIG`'s, else PATH's.
fn zig(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("GHOST_ZIG").filter(|zig| !zig.is_empty()).map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = named
        .or_else(|| std::env::split_paths(&paths).map(|folder| folder.join("zig")).find(|zig| zig.is_file()));
    if found.is_none() {
        eprintln!("skipped: {test} needs zig");
    }
    found
}

/// Cargo in a package, with a target folder that all tests share: what they depend on is built once.
fn cargo(folder: &Path, args: &[&str], zig: Option<&Path>) -> Output {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    // Only the Zig that a test means.
    let others = std::env::split_paths(&paths).filter(|folder| !folder.join("zig").exists());
    let mut command = Command::new(env!("CARGO"));
    command.args(args).current_dir(folder);
    command.env("PATH", std::env::join_paths(others).unwrap());
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages"));
    for name in ["CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "ZIG"] {
        command.env_remove(name);
    }
    if let Some(zig) = zig {
        command.env("ZIG", zig);
    }
    command.output().unwrap()
}

#[track_caller]
fn expect(output: &Output, success: bool) -> String {
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.success(), success, "{stdout}{stderr}");
    assert!(!stderr.contains("panicked at"), "{stderr}");
    if success { stdout.into_owned() } else { stderr.into_owned() }
}

/// A package `name` whose module is this text.
fn package(name: &str, module: &str) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("größe 1 ").tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let ghost_build = env!("CARGO_MANIFEST_DIR").replace('\\', "/");
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [build-dependencies]\nghost-build = {{ path = \"{ghost_build}\" }}\n"
        ),
    );
    write(
        "build.rs",
        "fn main() {\n    ghost_build::Build::new(\"zig/adder\").import(\"shared\", \"zig/shared.zig\").compile();\n}\n",
    );
    write("zig/adder/src/adder.zig", module);
    write("zig/shared.zig", "pub const offset: i32 = 1;\n");
    write(
        "src/main.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/adder.rs\"));\n\
         fn main() {\n    // SAFETY: numbers only.\n    let pair = unsafe { adder_add(Pair { a: 40, b: 2 }) };\n    println!(\"{pair}\");\n}\n",
    );
    // The lock file of the project: what is tested is what is built.
    fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock"),
        folder.path().join("Cargo.lock"),
    )
    .unwrap();
    folder
}

const ADDER: &str = "const shared = @import(\"shared\");\npub const Pair = extern struct { a: i32, b: i32 };\n\
                     export fn adder_add(pair: Pair) i32 {\n    return pair.a + pair.b + shared.offset;\n}\n";

#[test]
fn a_module_is_built_and_built_again() {
    let Some(zig) = zig("a_module_is_built_and_built_again") else { return };
    let package = package("rebuilt", ADDER);
    let run = || expect(&cargo(package.path(), &["run", "--quiet"], Some(&zig)), true);
    assert_eq!(run(), "43\n");
    // Both the root and what it imports are watched.
    fs::write(package.path().join("zig/shared.zig"), "pub const offset: i32 = -1;\n").unwrap();
    assert_eq!(run(), "41\n");
    fs::write(package.path().join("zig/adder/src/adder.zig"), ADDER.replace("pair.b +", "pair.b * 2 +"))
        .unwrap();
    assert_eq!(run(), "43\n");
    let said = cargo(package.path(), &["build"], Some(&zig));
    assert!(!String::from_utf8_lossy(&said.stderr).contains("Compiling"), "nothing changed: {said:?}");
    let release = cargo(package.path(), &["run", "--quiet", "--release"], Some(&zig));
    assert_eq!(expect(&release, true), "43\n");
}

#[test]
fn what_is_wrong_is_cargos_error() {
    let Some(zig) = zig("what_is_wrong_is_cargos_error") else { return };
    let check = |module: &str, zig: Option<&Path>, expected: &[&str]| {
        let package = package("wrong", module);
        let said = expect(&cargo(package.path(), &["build"], zig), false);
        for text in expected {
            assert!(said.contains(text), "no `{text}` in:\n{said}");
        }
    };
    check(
        "export fn f() void { nothing(); }\n",
        Some(&zig),
        &["`adder` does not compile", "zig/adder/src/adder.zig:1:22: error"],
    );
    check("export fn f(text: []const u8) void { _ = text; }\n", Some(&zig), &["zig/adder/src/adder.zig:1:"]);
    check("pub fn f() void {}\n", Some(&zig), &["`adder` exports nothing"]);
    check(ADDER, None, &["`zig` is not on PATH", "hint: install it: ", "ziglang=="]);
    check(ADDER, Some(Path::new("/nowhere/zig")), &["`/nowhere/zig` does not work: `ZIG` names it"]);
}

/// The library of a release build has no debug information, and other types than an unoptimised one.
#[test]
fn types_that_depend_on_the_mode_are_refused() {
    let Some(zig) = zig("types_that_depend_on_the_mode_are_refused") else { return };
    let debug = "extern struct { a: i32, canary: u32, b: i32 }";
    for pair in [
        format!("if (@import(\"std\").debug.runtime_safety) {debug} else extern struct {{ a: i32, b: i32 }}"),
        format!(
            "if (@intFromEnum(@import(\"builtin\").mode) == 0) {debug} else extern struct {{ a: i32, b: i32 }}"
        ),
    ] {
        let module = ADDER.replace("extern struct { a: i32, b: i32 }", &pair);
        let package = package("modes", &module.replace("pair: Pair", "pair: *const Pair"));
        let said = expect(&cargo(package.path(), &["build", "--release"], Some(&zig)), false);
        assert!(said.contains("is not the same in this mode"), "{said}");
    }
    // Looking at the mode is nothing bad.
    let module = ADDER
        .replace("pub const Pair", "pub const safe = @import(\"std\").debug.runtime_safety;\npub const Pair");
    let package = package("modes", &module);
    assert_eq!(expect(&cargo(package.path(), &["run", "--quiet", "--release"], Some(&zig)), true), "43\n");
}

#[test]
fn a_field_with_an_alignment_of_its_own() {
    let Some(zig) = zig("a_field_with_an_alignment_of_its_own") else { return };
    let module = ADDER.replace("b: i32 }", "b: i32 align(16) }").replace("pair: Pair", "pair: *const Pair");
    let package = package("aligned", &module);
    let main = package.path().join("src/main.rs");
    let text = fs::read_to_string(&main).unwrap();
    fs::write(&main, text.replace("Pair { a: 40, b: 2 }", "&Pair { a: 40, _align_b: [], b: 2 }")).unwrap();
    assert_eq!(expect(&cargo(package.path(), &["run", "--quiet"], Some(&zig)), true), "43\n");
}

#[test]
fn the_example_runs_and_its_tests_pass() {
    let Some(zig) = zig("the_example_runs_and_its_tests_pass") else { return };
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/my-rust-app");
    let said = expect(&cargo(&example, &["run", "--quiet"], Some(&zig)), true);
    for algorithm in ["QuickSort", "MergeSort", "RadixSort", "NetworkSort"] {
        let line = format!("{algorithm}: [-2147483648, -3, 0, 2, 5, 9] [-1.5, -0.0, 0.0, 2.5, inf]");
        assert!(said.contains(&line), "no `{line}` in:\n{said}");
    }
    let said = expect(&cargo(&example, &["test"], Some(&zig)), true);
    assert!(
        said.contains("every_short_length ... ok") && said.contains("every_length_up_to_some ... ok"),
        "{said}"
    );
}
