//! Programs that call a real library of the other language through the emitted text.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{golden, tools};

fn source(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/emit/e2e").join(name)
}

/// A folder with all golden files and these sources.
fn folder(sources: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let golden = golden::path("x", "h");
    for file in fs::read_dir(golden.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    for name in sources {
        fs::copy(source(name), folder.path().join(name)).unwrap();
    }
    folder
}

fn rust_library(folder: &Path) -> PathBuf {
    let library = folder.join("librust_side.a");
    let from = source("lib.rs");
    tools::run(
        tools::rustc(),
        &[
            OsStr::new("--crate-type=staticlib"),
            OsStr::new("--edition=2024"),
            OsStr::new("-Copt-level=1"),
            OsStr::new("-Adead_code"),
            OsStr::new("-Aimproper_ctypes_definitions"),
            OsStr::new("-o"),
            library.as_os_str(),
            from.as_os_str(),
        ],
    )
    .unwrap();
    library
}

#[test]
fn c_and_cpp_call_rust() {
    let folder = folder(&["main.c"]);
    let library = rust_library(folder.path());
    for (compiler, flags) in [
        ("cc", ["-xc", "-std=c11", "-O0"]),
        ("cc", ["-xc", "-std=c11", "-O2"]),
        ("c++", ["-xc++", "-std=c++17", "-O2"]),
    ] {
        let Some(program) = tools::compiler(compiler, "calling Rust from C") else { continue };
        let (main, out) = (folder.path().join("main.c"), folder.path().join("main"));
        let mut list: Vec<&OsStr> = flags.map(OsStr::new).to_vec();
        list.extend(["-Wall", "-Wextra", "-Werror", "-o"].map(OsStr::new));
        list.extend([out.as_os_str(), main.as_os_str(), OsStr::new("-xnone"), library.as_os_str()]);
        list.extend(["-lpthread", "-lm", "-ldl"].map(OsStr::new));
        tools::run(&program, &list).unwrap();
        tools::run(&out, &[]).unwrap_or_else(|error| panic!("{compiler} {flags:?}: {error}"));
    }
}

#[test]
fn zig_calls_rust() {
    let folder = folder(&["main.zig"]);
    let library = rust_library(folder.path());
    for version in [tools::ZIG].iter().chain(tools::OTHER_ZIGS) {
        let Some(zig) = tools::zig(version, "calling Rust from Zig") else { continue };
        // Zig's own backend and LLVM lower calls by code of their own. The backend of older
        // versions cannot pass every struct ("TODO implement splitType"), and says so.
        let modes: &[&str] =
            if *version == tools::ZIG { &["-ODebug", "-OReleaseFast"] } else { &["-OReleaseFast"] };
        for mode in modes {
            let main = folder.path().join("main.zig");
            let list = [
                OsStr::new("test"),
                OsStr::new(mode),
                main.as_os_str(),
                library.as_os_str(),
                OsStr::new("-lc"),
                OsStr::new("-lunwind"),
            ];
            tools::run(&zig, &list).unwrap_or_else(|error| panic!("zig {version} {mode}: {error}"));
        }
    }
}

#[test]
fn rust_calls_zig() {
    let folder = folder(&["main.rs"]);
    for version in [tools::ZIG].iter().chain(tools::OTHER_ZIGS) {
        let Some(zig) = tools::zig(version, "calling Zig from Rust") else { continue };
        let library = folder.path().join(format!("zig_side_{version}.a"));
        let emit = format!("-femit-bin={}", library.display());
        let from = source("lib.zig");
        let list = ["build-lib", "-static", "-fPIC", "-OReleaseFast", &emit];
        let mut list: Vec<&OsStr> = list.into_iter().map(OsStr::new).collect();
        list.push(from.as_os_str());
        tools::run(&zig, &list).unwrap_or_else(|error| panic!("zig {version}: {error}"));

        let (main, out) = (folder.path().join("main.rs"), folder.path().join("main"));
        let link = format!("-Clink-arg={}", library.display());
        let list = ["--edition=2024", "-Dwarnings", "-Astatic_mut_refs", "-Aunused_unsafe", &link, "-o"];
        let mut list: Vec<&OsStr> = list.into_iter().map(OsStr::new).collect();
        list.extend([out.as_os_str(), main.as_os_str()]);
        tools::run(tools::rustc(), &list).unwrap();
        tools::run(&out, &[]).unwrap_or_else(|error| panic!("zig {version}: {error}"));
    }
}
