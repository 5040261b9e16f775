//! The kit of a rustc with the standard libraries of other machines.
//!
//! Debian packages a rustc with the library for arm64 and with the library's own source; the other
//! libraries are built from it, once. A toolchain of rustup's has them by `rustup target add`, where
//! its server is reached.

use std::fs;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::children::{cargo, run_within};
use crate::report::Failure;

/// The program that tests run.
pub(super) const WRAPPER: &str = "rustc";

/// Where Debian puts the libraries of rustc itself.
const LIBRARIES: &str = "usr/lib/x86_64-linux-gnu";

/// Machines whose whole standard library is built, and those that have its core alone.
const STD: &[&str] = &[
    "arm-unknown-linux-gnueabihf",
    "x86_64-unknown-linux-musl",
    "x86_64-pc-windows-gnu",
    "aarch64-apple-darwin",
    "wasm32-unknown-unknown",
];
const CORE: &[&str] = &["thumbv7em-none-eabihf"];

/// The program that rustc looks up for the import libraries of Windows; Zig has it.
const DLLTOOL: &str = "x86_64-w64-mingw32-dlltool";

/// How long building may take.
const BUILD_SECONDS_MAX: u64 = 3600;

/// Makes the unpacked packages a toolchain.
pub(super) fn finish(folder: &Utf8Path) -> Result<(), Failure> {
    // A wrapper by its own place, so that the kit can be renamed.
    let wrapper = format!(
        "#!/bin/sh\nLD_LIBRARY_PATH=\"${{0%/*}}/{LIBRARIES}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\" \
         exec \"${{0%/*}}/usr/bin/rustc\" \"$@\"\n"
    );
    write(&folder.join(WRAPPER), &wrapper)?;
    make_executable(&folder.join(WRAPPER))?;
    let source = source(folder)?;
    for unused in ["compiler", "src"] {
        remove(&source.join(unused))?;
    }
    let work = folder.with_extension("std");
    let zig = crate::zig::ensure(crate::zig::DEFAULT)?.path;
    let dlltool = work.join("path").join(DLLTOOL);
    write(&dlltool, &format!("#!/bin/sh\nexec '{zig}' dlltool \"$@\"\n"))?;
    make_executable(&dlltool)?;
    build(folder, &source, &work, "std,panic_abort", STD)?;
    build(folder, &source, &work, "core,alloc", CORE)?;
    for target in STD.iter().chain(CORE) {
        adopt(folder, &work, target)?;
    }
    remove(&work)?;
    // Everything that is left of the source is documentation.
    remove(&folder.join("usr/share"))
}

/// Rust's source, where `rustlib/src/rust` leads.
fn source(folder: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let link = folder.join("usr/lib/rustlib/src/rust");
    link.canonicalize_utf8().map_err(|e| Failure::environment(format!("{link}: {e}")))
}

/// Builds the libraries of some targets at once, for an empty crate, from the source's own copies of
/// its dependencies.
fn build(
    folder: &Utf8Path,
    source: &Utf8Path,
    work: &Utf8Path,
    crates: &str,
    targets: &[&str],
) -> Result<(), Failure> {
    eprintln!("building Rust's `{crates}` for {}", targets.join(", "));
    write(
        &work.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [profile.release]\nopt-level = 1\ndebug = false\nincremental = false\n",
    )?;
    write(&work.join("src/lib.rs"), "#![no_std]\n")?;
    let vendored = source.join("library/vendor");
    write(
        &work.join(".cargo/config.toml"),
        &format!(
            "[source.crates-io]\nreplace-with = \"vendored\"\n[source.vendored]\ndirectory = {:?}\n",
            vendored.as_str()
        ),
    )?;
    let mut cargo = cargo();
    cargo.args(["build", "--release", "--offline", "--quiet"]).arg(format!("-Zbuild-std={crates}"));
    for target in targets {
        cargo.args(["--target", target]);
    }
    // Nothing of the caller's may change what is built here.
    for variable in
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_BUILD_TARGET", "RUSTUP_TOOLCHAIN"]
    {
        cargo.env_remove(variable);
    }
    cargo
        .current_dir(work)
        .env("RUSTC", folder.join(WRAPPER))
        .env("PATH", crate::demo::path_with(&[&work.join("path")])?)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"));
    run_within("building Rust's standard libraries", &mut cargo, Duration::from_secs(BUILD_SECONDS_MAX))
        .map(drop)
}

/// Puts a built library where rustc looks for it.
fn adopt(folder: &Utf8Path, work: &Utf8Path, target: &str) -> Result<(), Failure> {
    let from = work.join("target").join(target).join("release/deps");
    let to = folder.join("usr/lib/rustlib").join(target).join("lib");
    let failed = |e: std::io::Error| Failure::environment(format!("{to}: {e}"));
    fs::create_dir_all(&to).map_err(failed)?;
    for entry in from.read_dir_utf8().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let library = matches!(entry.path().extension(), Some("rlib" | "rmeta"));
        if library && !entry.file_name().starts_with("libempty-") {
            fs::copy(entry.path(), to.join(entry.file_name())).map_err(failed)?;
        }
    }
    Ok(())
}

/// Lets a file be run.
pub(super) fn make_executable(file: &Utf8Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(file, fs::Permissions::from_mode(0o755))
            .map_err(|e| Failure::environment(format!("{file}: {e}")))?;
    }
    Ok(())
}

fn write(file: &Utf8Path, text: &str) -> Result<(), Failure> {
    let parent = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(file, text));
    written.map_err(|e| Failure::environment(format!("cannot write {file}: {e}")))
}

fn remove(folder: &Utf8Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::environment(format!("cannot remove {folder}: {e}")))
        }
        _ => Ok(()),
    }
}
