//! The compilers that judge what was written.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version that examples use.
pub(crate) const ZIG: &str = "0.17.1";
/// Others that must accept the same text.
pub(crate) const OTHER_ZIGS: &[&str] = &["0.16.0", "0.15.2"];

/// Runs a program to its end; its output if it failed.
pub(crate) fn run(program: impl AsRef<OsStr>, args: &[&OsStr]) -> Result<String, String> {
    let program = program.as_ref();
    #[expect(clippy::disallowed_methods, reason = "the one place where tests start children")]
    let output = Command::new(program).args(args).output();
    let output = output.map_err(|error| format!("{}: {error}", program.display()))?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(text) } else { Err(format!("{} {args:?}\n{text}", program.display())) }
}

/// The Zig of this version, or a visible line that it is nowhere.
pub(crate) fn zig(version: &str, what: &str) -> Option<PathBuf> {
    let own = (version == ZIG).then(|| {
        let named = std::env::var_os("GHOST_ZIG").map(PathBuf::from);
        named.or_else(|| on_path("zig"))
    });
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .map(|cache| cache.join("ghost/zig").join(version).join("ziglang/zig"));
    let found = own.flatten().or(cache).filter(|path| path.exists());
    if found.is_none() {
        skipped(what, &format!("zig {version}"));
    }
    found
}

#[expect(clippy::print_stdout, reason = "`cargo xtask test` counts these lines")]
fn skipped(what: &str, needs: &str) {
    println!("skipped: {what} needs {needs}");
}

/// A program by its name.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// The C compiler or the C++ compiler, or a visible line that it is nowhere.
pub(crate) fn compiler(name: &str, what: &str) -> Option<PathBuf> {
    let found = on_path(name);
    if found.is_none() {
        skipped(what, name);
    }
    found
}

/// The rustc that cargo uses.
pub(crate) fn rustc() -> PathBuf {
    std::env::var_os("RUSTC").map_or_else(|| Path::new("rustc").to_owned(), PathBuf::from)
}
