//! Every golden file, compiled.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;

use ghost_abi::emit::{c, rust};

use crate::{cases, golden, tools};

fn args<'a>(list: &[&'a str]) -> Vec<&'a OsStr> {
    list.iter().copied().map(OsStr::new).collect()
}

#[test]
fn headers_compile_as_c_and_cpp() {
    let flags = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only"];
    for (compiler, own) in [("cc", ["-xc", "-std=c11"]), ("c++", ["-xc++", "-std=c++17"])] {
        let Some(compiler) = tools::compiler(compiler, "compiling headers") else { continue };
        for case in cases::all() {
            let path = golden::path(&case.name, "h");
            let mut list = args(&flags);
            list.extend(args(&own));
            list.push(path.as_os_str());
            tools::run(&compiler, &list).unwrap();
        }
    }
}

#[test]
fn headers_compile_with_prefixed_variants_and_strictly() {
    let Some(compiler) = tools::compiler("cc", "compiling headers") else { return };
    let folder = tempfile::tempdir().unwrap();
    let options = c::COptions {
        prefix_variants: true,
        guard: Some("OWN_GUARD_H".to_owned()),
        ..c::COptions::default()
    };
    for case in cases::all() {
        let path = folder.path().join(format!("{}.h", case.name));
        fs::write(&path, c::header(&case, &options).unwrap()).unwrap();
        let mut list = args(&["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-std=gnu11", "-xc"]);
        list.push(path.as_os_str());
        tools::run(&compiler, &list).unwrap();
    }
}

/// Declarations that nobody uses are never looked at: each is referenced.
#[test]
fn modules_compile() {
    let folder = tempfile::tempdir().unwrap();
    let mut root = String::from("const std = @import(\"std\");\ntest {\n");
    for case in cases::all() {
        fs::copy(golden::path(&case.name, "zig"), folder.path().join(format!("{}.zig", case.name))).unwrap();
        let wrappers = format!("{}.idiomatic.zig", case.name);
        fs::copy(golden::path(&case.name, "idiomatic.zig"), folder.path().join(&wrappers)).unwrap();
        writeln!(root, "    std.testing.refAllDecls(@import(\"{}.zig\"));", case.name).unwrap();
        writeln!(root, "    std.testing.refAllDecls(@import(\"{wrappers}\"));").unwrap();
    }
    root.push_str("}\n");
    let root_path = folder.path().join("root.zig");
    fs::write(&root_path, root).unwrap();
    for version in [tools::ZIG].iter().chain(tools::OTHER_ZIGS) {
        let Some(zig) = tools::zig(version, "compiling Zig modules") else { continue };
        let mut list = args(&["test", "-fno-emit-bin"]);
        list.push(root_path.as_os_str());
        tools::run(&zig, &list).unwrap_or_else(|error| panic!("zig {version}: {error}"));
    }
}

/// A call that Zig would make with wrong values is an error at compile time.
#[test]
fn calls_that_zig_gets_wrong_do_not_compile() {
    let Some(zig) = tools::zig(tools::ZIG, "refusing calls") else { return };
    let folder = tempfile::tempdir().unwrap();
    fs::copy(golden::path("packed_aligned", "zig"), folder.path().join("lib.zig")).unwrap();
    let root = folder.path().join("root.zig");
    let call = "lib.packed_sum(.{ .a = 1, .b = 2, .c = 3 })";
    fs::write(&root, format!("const lib = @import(\"lib.zig\");\ntest {{ _ = {call}; }}\n")).unwrap();
    let mut list = args(&["test", "-fno-emit-bin"]);
    list.push(root.as_os_str());
    let error = tools::run(&zig, &list).unwrap_err();
    assert!(error.contains("passes the struct otherwise than C"), "{error}");
}

#[test]
fn modules_are_formatted_as_zig_fmt_does() {
    let Some(zig) = tools::zig(tools::ZIG, "formatting Zig modules") else { return };
    let folder = golden::path("x", "zig");
    let mut list = args(&["fmt", "--check"]);
    list.push(folder.parent().unwrap().as_os_str());
    tools::run(&zig, &list).unwrap();
}

#[test]
fn declarations_compile_in_both_editions() {
    let folder = tempfile::tempdir().unwrap();
    for (edition, name) in [(rust::Edition::E2024, "2024"), (rust::Edition::E2021, "2021")] {
        for enums in [rust::Enums::Newtype, rust::Enums::Closed] {
            // A module file gets the same treatment, less what an `include!` could trip over.
            let mut root = String::from("#![no_std]\n#![deny(warnings)]\n");
            for case in cases::all() {
                let text = rust::declarations(&case, &rust::RustOptions { edition, enums }).unwrap();
                fs::write(folder.path().join(format!("case_{}.rs", case.name)), text).unwrap();
                writeln!(root, "mod case_{0} {{ include!(\"case_{0}.rs\"); }}", case.name).unwrap();
            }
            let path = folder.path().join("root.rs");
            fs::write(&path, root).unwrap();
            let out = folder.path().join("root.rmeta");
            let edition = format!("--edition={name}");
            let mut list = args(&["--crate-type=lib", "--emit=metadata", &edition, "-o"]);
            list.extend([out.as_os_str(), path.as_os_str()]);
            tools::run(tools::rustc(), &list).unwrap();
        }
    }
}
