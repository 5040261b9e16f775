//! Past rustup's proxy: asking it once which program it would start saves its start on every call.

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::BuildError;
use crate::process::Invocation;
use crate::request::Environment;

/// The `rustup` behind a proxy.
#[derive(Debug)]
pub(super) struct Rustup(Utf8PathBuf);

impl Rustup {
    /// The rustup that `program` is a proxy of. A proxy is a link to `rustup`, by name (symbolic)
    /// or by content (hard link or copy, as on Windows).
    pub(super) fn behind(program: &Utf8Path) -> Option<Self> {
        let real = program.canonicalize_utf8().ok()?;
        if real.file_stem() == Some("rustup") {
            return Some(Self(real));
        }
        let beside = program.parent()?.join(format!("rustup{}", std::env::consts::EXE_SUFFIX));
        let same_size = beside.metadata().ok()?.len() == real.metadata().ok()?.len();
        same_size.then_some(Self(beside))
    }

    /// The program that the proxy would start in `folder`. Installs a toolchain that a
    /// `rust-toolchain.toml` asks for, as the proxy would.
    pub(super) fn which(
        &self,
        env: &Environment,
        folder: &Utf8Path,
        program: &'static str,
    ) -> Result<Utf8PathBuf, BuildError> {
        let asked = Invocation::new(&self.0, folder, &env.vars).args(["which", program]);
        let finished = env.children.output(&asked)?;
        let path = Utf8PathBuf::from(String::from_utf8_lossy(&finished.stdout).trim());
        if finished.status.success() && path.is_file() {
            return Ok(path);
        }
        let what = format!("`which {program}` says: {}", finished.stderr.trim());
        Err(BuildError::ToolBroken { tool: self.0.clone(), what })
    }
}

/// Rustup's name of the toolchain that a program belongs to: its folder below `toolchains`, or the
/// whole path of a toolchain that lies elsewhere (which `RUSTUP_TOOLCHAIN` takes as well).
pub(super) fn toolchain_of(program: &Utf8Path) -> Option<String> {
    let folder = program.parent()?.parent()?;
    let named = folder.parent().and_then(Utf8Path::file_name) == Some("toolchains");
    if named { folder.file_name().map(str::to_owned) } else { Some(folder.to_string()) }
}

/// The files that decide which toolchain rustup takes in `folder`, present or not.
pub(super) fn deciding_files(env: &Environment, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let home = env.var("RUSTUP_HOME").map(Utf8PathBuf::from);
    let home = home.or_else(|| {
        env.var("HOME").or_else(|| env.var("USERPROFILE")).map(|home| Utf8Path::new(home).join(".rustup"))
    });
    let settings = home.map(|home| env.absolute(&home).join("settings.toml"));
    let beside = folder.ancestors().flat_map(|folder| {
        ["rust-toolchain", "rust-toolchain.toml"].into_iter().map(|name| folder.join(name))
    });
    settings.into_iter().chain(beside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toolchains_by_name_and_by_path() {
        let of = |path: &str| toolchain_of(Utf8Path::new(path));
        assert_eq!(of("/h/.rustup/toolchains/stable-x/bin/cargo").as_deref(), Some("stable-x"));
        assert_eq!(of("/opt/rust/bin/cargo").as_deref(), Some("/opt/rust"));
    }
}
