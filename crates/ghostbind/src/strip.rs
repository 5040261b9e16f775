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

/// Writes a stripped copy of `from` at `to`, which can do without the symbol `weak`. `false` if no program for it is
/// there: then there is no copy.
pub(crate) fn strip(
    env: &Environment,
    tools: &Tools,
    kind: CrateType,
    strip: Strip,
    weak: Option<&str>,
    from: &Utf8Path,
    to: &Utf8Path,
) -> Result<bool, BuildError> {
    let flag = match (strip, kind) {
        (Strip::Nothing, _) => None,
        // The symbols of an archive are what a linker looks for.
        (Strip::Debug, _) | (Strip::Symbols, CrateType::Staticlib) => Some("--strip-debug"),
        (Strip::Symbols, CrateType::Cdylib) => Some("--strip-all"),
    };
    let weak = weak.map(|symbol| format!("--weaken-symbol={symbol}"));
    let flags: Vec<&str> = flag.into_iter().chain(weak.as_deref()).collect();
    if flags.is_empty() {
        return Ok(false);
    }
    // What rustc's own linker made needs no program: a module's debug information is sections of their own.
    if from.extension() == Some("wasm") {
        return wasm::without_debug(from, to);
    }
    // Rust's own program is linked to the libraries beside rustc's.
    let libraries = tools.sysroot.join("lib");
    let variable = if cfg!(target_os = "macos") { "DYLD_FALLBACK_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };
    let folder = from.parent().unwrap_or(&env.cwd);
    for program in programs(env, tools) {
        let mut invocation = Invocation::new(&program, folder, &env.vars)
            .args(flags.iter().copied().chain([from.as_str(), to.as_str()]));
        if program.starts_with(&tools.sysroot) {
            invocation = invocation.var(variable, libraries.as_str());
        }
        // Not every program knows every machine's format, and what it began to write is no library.
        if env.children.output(&invocation)?.status.success() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The program that strips libraries of this machine.
#[cfg(feature = "cli")]
pub(crate) fn find(env: &Environment, tools: &Tools) -> Option<Utf8PathBuf> {
    programs(env, tools).next()
}

/// Those that are there, best first.
fn programs<'a>(env: &'a Environment, tools: &'a Tools) -> impl Iterator<Item = Utf8PathBuf> + 'a {
    PROGRAMS.iter().filter_map(|program| {
        let own = tools.rust_programs().join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        if own.is_file() { Some(own) } else { which(env, program) }
    })
}

mod wasm {
    //! Modules of WebAssembly: a list of sections, each with its length, so that one can be left out.

    use std::fs;

    use camino::Utf8Path;

    use crate::error::BuildError;
    use crate::publish::failed;

    const PREAMBLE_BYTES: usize = 8;
    /// The number of a section that has a name.
    const CUSTOM: u8 = 0;

    /// Writes the module less its sections of debug information. `false` if it is no module.
    pub(super) fn without_debug(from: &Utf8Path, to: &Utf8Path) -> Result<bool, BuildError> {
        let module = fs::read(from).map_err(|source| failed("read", from, source))?;
        let Some(stripped) = less_debug(&module) else { return Ok(false) };
        fs::write(to, stripped).map_err(|source| failed("write", to, source))?;
        Ok(true)
    }

    pub(super) fn less_debug(module: &[u8]) -> Option<Vec<u8>> {
        let (preamble, mut rest) = module.split_at_checked(PREAMBLE_BYTES)?;
        let mut kept = preamble.to_vec();
        while let Some((&id, after)) = rest.split_first() {
            let (length, content) = number(after)?;
            let (content, next) = content.split_at_checked(length)?;
            let debug = id == CUSTOM && name(content)?.starts_with(b".debug_");
            if !debug {
                kept.extend_from_slice(&rest[..rest.len() - next.len()]);
            }
            rest = next;
        }
        Some(kept)
    }

    fn name(section: &[u8]) -> Option<&[u8]> {
        let (length, rest) = number(section)?;
        rest.get(..length)
    }

    /// An unsigned LEB128 number of 32 bits, and what follows.
    fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
        const BYTES_MAX: usize = 5;
        let mut value = 0_u64;
        for (index, &byte) in bytes.iter().enumerate().take(BYTES_MAX) {
            value |= u64::from(byte & 0x7f) << (index * 7);
            if byte & 0x80 == 0 {
                return Some((usize::try_from(value).ok()?, &bytes[index + 1..]));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::wasm::less_debug;

    #[test]
    fn debug_sections_go_and_others_stay() {
        let module = |sections: &[&[u8]]| [&b"\0asm\x01\0\0\0"[..], &sections.concat()].concat();
        let (kind, debug, named): (&[u8], &[u8], &[u8]) =
            (b"\x01\x01\0", b"\0\x0d\x0b.debug_info\x07", b"\0\x05\x04name");
        assert_eq!(less_debug(&module(&[kind, debug, named])), Some(module(&[kind, named])));
        for broken in [&module(&[b"\x01\x7f"])[..], b"\0as", &module(&[b"\0\xff\xff\xff\xff\xff\x01"])] {
            assert_eq!(less_debug(broken), None, "{broken:?}");
        }
    }
}
