//! Taking debug information out of a library before it is published.

use camino::{Utf8Path, Utf8PathBuf};

use crate::cargo::Strip;
use crate::error::BuildError;
use crate::process::Invocation;
use crate::request::{CrateType, Environment};
use crate::snapshot::which;
use crate::tools::Tools;

/// Programs that take debug information out of any object format, best first. The first comes with
/// Rust itself; the last knows the host's format only.
const PROGRAMS: &[&str] = &["rust-objcopy", "llvm-objcopy", "objcopy"];

/// Writes a stripped copy of `from` at `to`. `false` if no program for it is there: then there is
/// no copy.
pub(crate) fn strip(
    env: &Environment,
    tools: &Tools,
    kind: CrateType,
    strip: Strip,
    from: &Utf8Path,
    to: &Utf8Path,
) -> Result<bool, BuildError> {
    let flag = match (strip, kind) {
        (Strip::Nothing, _) => return Ok(false),
        // The symbols of an archive are what a linker looks for.
        (Strip::Debug, _) | (Strip::Symbols, CrateType::Staticlib) => "--strip-debug",
        (Strip::Symbols, CrateType::Cdylib) => "--strip-all",
    };
    let Some(program) = find(env, tools) else { return Ok(false) };
    // Rust's own program is linked to the libraries beside rustc's.
    let libraries = tools.sysroot.join("lib");
    let variable = if cfg!(target_os = "macos") { "DYLD_FALLBACK_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };
    let folder = from.parent().unwrap_or(&env.cwd);
    let mut invocation =
        Invocation::new(&program, folder, &env.vars).args([flag, from.as_str(), to.as_str()]);
    if program.starts_with(&tools.sysroot) {
        invocation = invocation.var(variable, libraries.as_str());
    }
    let finished = env.children.output(&invocation)?;
    if finished.status.success() {
        return Ok(true);
    }
    Err(BuildError::ToolBroken {
        tool: program,
        what: format!("it cannot strip {from}: {}", finished.stderr.trim()),
    })
}

/// The program that strips.
pub(crate) fn find(env: &Environment, tools: &Tools) -> Option<Utf8PathBuf> {
    PROGRAMS.iter().find_map(|program| {
        let own = tools.rust_programs().join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        if own.is_file() { Some(own) } else { which(env, program) }
    })
}
