//! How the program is linked, for its start is most of the time that a build takes in which nothing changed.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    // Others have no such option, or (musl) are linked without a loader and start as fast.
    if target("OS") != "linux" || target("ENV") != "gnu" {
        return;
    }
    // A fixed address: 16,000 addresses need not be put right at each start. What is given up, an address that an
    // attacker cannot foretell, guards against faults of memory that safe Rust does not have.
    println!("cargo::rustc-link-arg-bin=zbuild=-no-pie");
    // The unwinder out of gcc's archive: a library less to find, map and bind at each start (a twentieth of it). With
    // the linker that Rust brings for this processor the first library that has a symbol gives it; others could take
    // one half of the unwinder here and one there.
    if target("ARCH") == "x86_64"
        && let Some(archive) = unwinder()
    {
        println!("cargo::rustc-link-search=native={}", archive.display());
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// The folder of `libgcc_eh.a`. `None` where the linker is not gcc or links for another machine: then the shared
/// library serves, which does the same.
#[expect(clippy::disallowed_methods, reason = "a build script has no children that a build could lose")]
fn unwinder() -> Option<PathBuf> {
    if env::var_os("HOST") != env::var_os("TARGET") {
        return None;
    }
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| OsString::from("cc"));
    let asked = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let archive = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim_end());
    // Who does not know it answers with its name alone.
    (asked.status.success() && archive.is_absolute() && archive.is_file())
        .then(|| archive.parent().map(PathBuf::from))?
}
