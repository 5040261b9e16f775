//! The folders in which a change may concern a build.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use crate::lower::Places;

/// How many links may lead to a file or folder, as Linux has it.
const LINKS_MAX: usize = 40;

/// Those of `sources` and of what these lead to, less what lies in `installed`.
pub(crate) fn folders(sources: &[PathBuf], installed: Vec<Utf8PathBuf>) -> Vec<Utf8PathBuf> {
    let mut watched = Watched { installed, folders: BTreeSet::new() };
    for path in sources {
        watched.add(path);
    }
    watched.folders.into_iter().collect()
}

struct Watched {
    installed: Vec<Utf8PathBuf>,
    folders: BTreeSet<Utf8PathBuf>,
}

impl Watched {
    /// Those of something that is read: its own, and that of what it leads to if it is a link, be it over others. A
    /// folder stands for what is in it.
    fn add(&mut self, path: &Path) {
        if path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return self.below(path);
        }
        let mut link = path.to_owned();
        for _ in 0..LINKS_MAX {
            self.keep(link.parent());
            let (Ok(to), Some(folder)) = (link.read_link(), link.parent()) else { return };
            link = folder.join(to);
            if link.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
                // One name for each: links may lead back up.
                return self.below(&link.canonicalize().unwrap_or(link));
            }
        }
    }

    fn below(&mut self, folder: &Path) {
        if !self.keep(Some(folder)) {
            return;
        }
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            let is_output = Utf8Path::from_path(&path).is_none_or(Places::is_output);
            if !is_output && entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_symlink()) {
                self.add(&path);
            }
        }
    }

    /// Whether the folder is one that people edit and was not known yet.
    fn keep(&mut self, folder: Option<&Path>) -> bool {
        let Some(folder) = folder.and_then(Utf8Path::from_path) else { return false };
        let edited = folder.is_dir() && !self.installed.iter().any(|place| folder.starts_with(place));
        edited && self.folders.insert(folder.to_owned())
    }
}
