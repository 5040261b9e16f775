//! The document's Rust program with Zig modules: its Cargo.toml, build.rs and `zig_bindings.rs` as they stand, with the
//! real bindgen.

#![expect(clippy::disallowed_methods, reason = "a helper of a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::libraries::modules;

const ALGORITHMS: &str = r#"const std = @import("std");

const Sorter = struct { descending: bool };
var only: Sorter = .{ .descending = false };

/// `algorithm` is one of four.
export fn zig_sorter_create(algorithm: u32) ?*anyopaque {
    return if (algorithm > 3) null else @ptrCast(&only);
}

export fn zig_sorter_destroy(ctx: ?*anyopaque) void {
    _ = ctx;
}

export fn zig_sort_i32(ctx: ?*anyopaque, data: [*]i32, len: usize) bool {
    return sort(i32, ctx, data[0..len]);
}

export fn zig_sort_f64(ctx: ?*anyopaque, data: [*]f64, len: usize) bool {
    return sort(f64, ctx, data[0..len]);
}

fn sort(comptime T: type, ctx: ?*anyopaque, items: []T) bool {
    if (ctx == null) return false;
    std.mem.sort(T, items, {}, std.sort.asc(T));
    return true;
}
"#;

const LIBRARY: &str = r"pub mod zig_bindings;

#[cfg(test)]
mod tests {
    use super::zig_bindings::*;

    #[test]
    fn sorts() {
        let sorter = ZigSorter::new(SortAlgorithm::RadixSort).unwrap();
        let (mut numbers, mut floats) = ([3, -1, 2], [0.5, -0.25, f64::MAX]);
        sorter.sort_i32(&mut numbers).unwrap();
        sorter.sort_f64(&mut floats).unwrap();
        assert_eq!((numbers, floats), ([-1, 2, 3], [-0.25, 0.5, f64::MAX]));
        assert_eq!(unsafe { simd_sum([1.5, 2.5].as_ptr(), 2) }, 4.0);
    }
}
";

/// What cargo says on a machine without a registry.
const OFFLINE: &[&str] =
    &["failed to download", "Could not resolve host", "failed to query", "spurious network"];

/// Where a compiler keeps the headers that clang's own would be.
fn builtin_headers() -> Option<String> {
    let output = Command::new("cc").arg("-print-file-name=include").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    Path::new(&folder).is_dir().then_some(folder)
}

#[test]
fn the_documents_build_script_with_bindgen() {
    let test = "the_documents_build_script_with_bindgen";
    let Some(project) = modules(test, ALGORITHMS) else { return };
    let libclang = std::env::var_os("GHOST_LIBCLANG").map(PathBuf::from).filter(|folder| folder.is_dir());
    let (Some(libclang), Some(headers)) = (libclang, builtin_headers()) else {
        eprintln!("skipped: {test} needs libclang (GHOST_LIBCLANG) and a C compiler");
        return;
    };
    let manifest = include_str!("../document/Cargo.toml.txt");
    let manifest = format!("{manifest}\n[workspace]\n");
    project
        .write("Cargo.toml", &manifest)
        .write("build.rs", include_str!("../document/build.rs.txt"))
        .write("src/zig_bindings.rs", include_str!("../document/zig_bindings.rs.txt"))
        .write("src/lib.rs", LIBRARY);
    let cargo = || -> Output {
        // PATH as zbuild's own tests have it, with zbuild on it.
        let mut command = Command::new(env!("CARGO"));
        let like = project.command(&[]);
        let path = like.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value).unwrap();
        let own = Path::new(env!("CARGO_BIN_EXE_zbuild")).parent().unwrap().to_owned();
        let paths = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(path))).unwrap();
        command.args(["test", "--lib"]).current_dir(&project.root).env("PATH", paths);
        // bindgen is compiled once for all runs of this test.
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("bindgen"));
        command.env("LIBCLANG_PATH", &libclang).env("BINDGEN_EXTRA_CLANG_ARGS", format!("-I{headers}"));
        command.env_remove("LD_LIBRARY_PATH").env_remove("RUSTFLAGS").output().unwrap()
    };
    let said = |output: &Output| {
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let output = cargo();
    if !output.status.success() && OFFLINE.iter().any(|words| said(&output).contains(words)) {
        eprintln!("skipped: {test} needs a package registry");
        return;
    }
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("test tests::sorts ... ok"), "{}", said(&output));
    for file in ["libalgorithms.a", "libsimd.a", "include/algorithms.h", "include/simd.h"] {
        assert!(project.root.join("target/zig").join(file).is_file(), "no target/zig/{file}");
    }

    // The script's failure shows what zbuild says.
    project.write(
        "zig_modules/algorithms/src/sort.zig",
        &ALGORITHMS.replace("@ptrCast(&only)", "@ptrCast(&lonely)"),
    );
    fs::write(project.root.join("build.rs"), format!("{}\n", project.read("build.rs"))).unwrap();
    let output = cargo();
    assert!(!output.status.success() && said(&output).contains("src/sort.zig:8:"), "{}", said(&output));
}
