//! Where things are put.
//!
//! ```text
//! <root>/zig-out/bin/<program>        or <output-dir>/bin/<program>
//! <root>/zig-out/lib/<library>        or <output-dir>/lib/<shared library>, <output-dir>/<archive>
//! <root>/zig-out/include/<header>     or <output-dir>/include/<header>
//! <root>/zig-out/rust/<library>.rs    or <output-dir>/rust/<library>.rs
//! <root>/.ghostbind/…                 what ghostbind builds, as `ghostbind build` leaves it
//! <root>/.zbuild/obj/<setting>/<member>/   what only other actions read
//! <root>/.zbuild/store, log, …        state
//! ```

use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use crate::setting::{Setting, in_zigs_spelling};

/// The folder of zbuild's own state.
pub const STATE_FOLDER: &str = ".zbuild";
/// The folder of what is built, as `zig build` calls it.
const OUTPUT_FOLDER: &str = "zig-out";
/// The folder of intermediate files, within the state.
const OBJECTS: &str = "obj";

/// Paths of one wish. What this gives is absolute unless it says otherwise.
#[derive(Debug, Clone)]
pub struct Places {
    root: Utf8PathBuf,
    outputs: Utf8PathBuf,
    /// Whether archives lie in the outputs' folder itself, where `-L <output-dir>` finds them.
    archives_on_top: bool,
}

impl Places {
    /// Places below `root`; `output_dir` takes the place of `zig-out`.
    #[must_use]
    pub fn new(root: &Utf8Path, output_dir: Option<&Utf8Path>) -> Self {
        Self {
            root: root.to_owned(),
            outputs: output_dir.map_or_else(|| root.join(OUTPUT_FOLDER), Utf8Path::to_owned),
            archives_on_top: false,
        }
    }

    /// The same, with archives in the outputs' folder itself or in its `lib`.
    #[must_use]
    pub fn with_archives_on_top(self, archives_on_top: bool) -> Self {
        Self { archives_on_top, ..self }
    }

    /// zbuild's own folder.
    #[must_use]
    pub fn state(&self) -> Utf8PathBuf {
        self.root.join(STATE_FOLDER)
    }

    /// What files import, remembered.
    pub(super) fn scan_cache(&self) -> Utf8PathBuf {
        self.state().join("scan")
    }

    /// Intermediate files of every setting.
    #[must_use]
    pub fn objects_folder(&self) -> Utf8PathBuf {
        self.state().join(OBJECTS)
    }

    /// Zig's local cache.
    #[must_use]
    pub fn zig_cache(&self) -> Utf8PathBuf {
        self.state().join("zig")
    }

    /// Where cargo builds programs and tests.
    #[must_use]
    pub fn cargo(&self) -> Utf8PathBuf {
        self.root.join(super::member::CARGO_FOLDER)
    }

    /// Zig packages from elsewhere, unpacked.
    #[must_use]
    pub fn packages(&self) -> Utf8PathBuf {
        self.state().join("packages")
    }

    /// Which member left what for the user.
    pub(crate) fn published(&self) -> Utf8PathBuf {
        self.state().join("published")
    }

    /// Intermediate files of a member alone, of every setting.
    pub(crate) fn objects_of(&self, member: &str) -> Vec<Utf8PathBuf> {
        let settings = self.objects_folder().read_dir_utf8().into_iter().flatten().flatten();
        settings.map(|setting| setting.path().join(member)).filter(|folder| folder.is_dir()).collect()
    }

    /// The content store.
    #[must_use]
    pub fn store(&self) -> Utf8PathBuf {
        self.state().join("store")
    }

    /// Marks when the content store was last swept.
    #[must_use]
    pub fn swept(&self) -> Utf8PathBuf {
        self.state().join("swept")
    }

    /// The folder of what is built for the user.
    #[must_use]
    pub fn outputs(&self) -> &Utf8Path {
        &self.outputs
    }

    /// Programs.
    pub(super) fn programs(&self) -> Utf8PathBuf {
        self.outputs.join("bin")
    }

    /// Shared libraries that programs load.
    pub(super) fn shared_libraries(&self) -> Utf8PathBuf {
        self.outputs.join("lib")
    }

    /// Archives that others link.
    pub(super) fn archives(&self) -> Utf8PathBuf {
        if self.archives_on_top { self.outputs.clone() } else { self.outputs.join("lib") }
    }

    /// C headers.
    pub(super) fn headers(&self) -> Utf8PathBuf {
        self.outputs.join("include")
    }

    /// Rust declarations of Zig libraries.
    pub(super) fn declarations(&self) -> Utf8PathBuf {
        self.outputs.join("rust")
    }

    /// The shared libraries' folder as a program in its own folder finds it.
    pub(super) const RUNTIME_PATH: &'static str = "../lib";

    /// Intermediate files of a member under a setting, relative to the root.
    pub(super) fn objects(setting: &Setting, member: &str) -> Utf8PathBuf {
        let machine = match (&setting.name, setting.native) {
            (Some(name), _) => name.clone(),
            (None, true) => "native".to_owned(),
            (None, false) => setting.target.zig_name.clone(),
        };
        let cpu = setting.cpu.as_ref().map_or_else(String::new, |cpu| format!("-{}", in_zigs_spelling(cpu)));
        let setting = format!("{machine}{cpu}-{}", setting.optimization.as_str());
        Utf8Path::new(STATE_FOLDER).join(OBJECTS).join(setting).join(member)
    }

    /// Folders that builds themselves leave beside sources.
    pub(crate) const OWN_FOLDERS: [&'static str; 3] =
        [STATE_FOLDER, OUTPUT_FOLDER, ghostbind::layout::FOLDER];

    /// Whether a folder holds what is built, so that no source lies there. Others than cargo may call one `target`.
    pub(crate) fn is_output(path: &Utf8Path) -> bool {
        match path.file_name() {
            Some(".git" | ".hg" | ".jj" | ".zig-cache" | "zig-cache" | "zig-pkg") => true,
            Some("target") => {
                path.with_file_name("Cargo.toml").exists() || path.join("CACHEDIR.TAG").exists()
            }
            name => name.is_some_and(|name| Self::OWN_FOLDERS.contains(&name)),
        }
    }
}

/// Files below a folder, less what lies in folders to skip. Links to folders are among them and not followed, less
/// those that lead back up. Names need not be UTF-8; those of folders to skip are.
pub(super) fn files_below(folder: &Path, skip: &dyn Fn(&Utf8Path) -> bool, into: &mut Vec<PathBuf>) {
    let skipped = |path: &Path| Utf8Path::from_path(path).is_some_and(skip);
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                if !skipped(&path) {
                    files_below(&path, skip, into);
                }
            }
            Ok(kind) if kind.is_symlink() && is_loop(&path) => {}
            Ok(_) => into.push(path),
            Err(_) => {}
        }
    }
}

/// Whether a link leads to a folder that it lies in.
fn is_loop(path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    let (to, here) = (real(path), path.parent().and_then(real));
    to.zip(here).is_some_and(|(to, here)| here.starts_with(to))
}
