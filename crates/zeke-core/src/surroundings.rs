//! What a face read of the environment, once, at the top: zeke-core reads none of it itself.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

/// The environment of one run.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Environment variables. Those that are not UTF-8 are left out.
    pub vars: BTreeMap<String, String>,
    /// The folder that relative paths start from.
    pub cwd: Utf8PathBuf,
    /// Where folders for a short while are made.
    pub scratch: Utf8PathBuf,
}

impl Surroundings {
    /// A variable that is set and not empty.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A path made absolute.
    #[must_use]
    pub fn absolute(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.cwd.join(path)
    }

    /// The user's configuration of zeke: `$XDG_CONFIG_HOME/zeke` or `~/.config/zeke`.
    #[must_use]
    pub fn config_folder(&self) -> Option<Utf8PathBuf> {
        self.folder("XDG_CONFIG_HOME", ".config")
    }

    /// What zeke remembers for the user: `$XDG_STATE_HOME/zeke` or `~/.local/state/zeke`. Receipts
    /// and the journal of edits are kept here and not in the project, where whoever wrote the
    /// project could have written them.
    #[must_use]
    pub fn state_folder(&self) -> Option<Utf8PathBuf> {
        self.folder("XDG_STATE_HOME", ".local/state")
    }

    /// What can be had again: `$XDG_CACHE_HOME/zeke` or `~/.cache/zeke`.
    #[must_use]
    pub fn cache_folder(&self) -> Option<Utf8PathBuf> {
        self.folder("XDG_CACHE_HOME", ".cache")
    }

    /// What zeke remembers of one project.
    #[must_use]
    pub fn project_state(&self, project: &Utf8Path) -> Option<Utf8PathBuf> {
        let whole = project.canonicalize_utf8().unwrap_or_else(|_| self.absolute(project));
        let digest = blake3::hash(whole.as_str().as_bytes()).to_hex();
        let name = whole.file_name().unwrap_or("root");
        let plain: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        Some(self.state_folder()?.join("projects").join(format!("{plain}-{}", &digest[..16])))
    }

    /// A program by its name on `PATH`.
    #[must_use]
    pub fn which(&self, name: &str) -> Option<Utf8PathBuf> {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        std::env::split_paths(self.var("PATH")?)
            .filter_map(|folder| Utf8PathBuf::from_path_buf(folder).ok())
            .map(|folder| self.absolute(&folder).join(&file))
            .find(|path| is_program(path))
    }

    fn folder(&self, variable: &str, below_home: &str) -> Option<Utf8PathBuf> {
        // The XDG base directory specification says that relative paths are to be ignored.
        let named = self.var(variable).map(Utf8PathBuf::from).filter(|path| path.is_absolute());
        let home = || self.var("HOME").or_else(|| self.var("USERPROFILE")).map(Utf8PathBuf::from);
        let base = named.or_else(|| Some(home()?.join(below_home)))?;
        base.is_absolute().then(|| base.join("zeke"))
    }
}

#[cfg(unix)]
fn is_program(path: &Utf8Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Utf8Path) -> bool {
    path.is_file()
}
