//! Files appear whole or not at all: written beside their place under another name, then renamed.

use std::fs;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::NamedTempFile;

use crate::error::BuildError;
use crate::snapshot::{Digest, digest_file};

/// Begins the name of a file that is being written, before its owner's. A process that was killed
/// leaves such files; the next one with the same owner's lock removes them.
const TEMPORARY: &str = ".ghost-new-";

/// A file that is being written for `owner`: a crate, or a file that nobody else writes.
pub(crate) fn temporary(folder: &Utf8Path, owner: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    let prefix = format!("{TEMPORARY}{owner}-");
    builder.prefix(&prefix);
    // As any program's output: readable for all that the umask lets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes a folder and removes what a killed process left in it. The caller holds the owner's lock.
pub(crate) fn prepare(folder: &Utf8Path, owner: &str) -> Result<(), BuildError> {
    let prefix = format!("{TEMPORARY}{owner}-");
    fs::create_dir_all(folder).map_err(|source| failed("create", folder, source))?;
    let entries = folder.read_dir_utf8().map_err(|source| failed("read", folder, source))?;
    for entry in entries.flatten().filter(|entry| entry.file_name().starts_with(&prefix)) {
        fs::remove_file(entry.path()).map_err(|source| failed("remove", entry.path(), source))?;
    }
    Ok(())
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) path: Utf8PathBuf,
    pub(crate) size_bytes: u64,
    pub(crate) digest: Digest,
}

/// Puts text in place. A file that holds it already is left alone, with its times.
pub(crate) fn text(path: &Utf8Path, content: &[u8], owner: &str) -> Result<Published, BuildError> {
    let digest = *blake3::hash(content).as_bytes();
    let size_bytes = content.len() as u64;
    if !holds(path, digest) {
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        let mut file = temporary(folder, owner).map_err(|source| failed("write", path, source))?;
        file.write_all(content).map_err(|source| failed("write", path, source))?;
        place(file, path)?;
    }
    Ok(Published { path: path.to_owned(), size_bytes, digest })
}

/// Puts a copy of a file in place. A file that holds it already is left alone, with its times.
pub(crate) fn copy(from: &Utf8Path, path: &Utf8Path, owner: &str) -> Result<Published, BuildError> {
    let digest = digest_file(from).map_err(|source| failed("read", from, source))?;
    let metadata = fs::metadata(from).map_err(|source| failed("read", from, source))?;
    if !holds(path, digest) {
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        let mut file = temporary(folder, owner).map_err(|source| failed("write", path, source))?;
        let mut source = fs::File::open(from).map_err(|source| failed("read", from, source))?;
        io::copy(&mut source, file.as_file_mut()).map_err(|source| failed("write", path, source))?;
        file.as_file()
            .set_permissions(metadata.permissions())
            .map_err(|source| failed("write", path, source))?;
        place(file, path)?;
    }
    Ok(Published { path: path.to_owned(), size_bytes: metadata.len(), digest })
}

fn place(file: NamedTempFile, path: &Utf8Path) -> Result<(), BuildError> {
    file.persist(path).map_err(|error| failed("write", path, error.error))?;
    Ok(())
}

fn holds(path: &Utf8Path, digest: Digest) -> bool {
    let regular = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    regular && digest_file(path).is_ok_and(|found| found == digest)
}

pub(crate) fn failed(action: &'static str, path: &Utf8Path, source: io::Error) -> BuildError {
    BuildError::File { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_place_is_left_alone_and_leftovers_go() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let path = root.join("a.h");
        text(&path, b"one", "c").unwrap();
        let before = fs::metadata(&path).unwrap().modified().unwrap();
        text(&path, b"one", "c").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        fs::write(root.join(".ghost-new-c-x"), "half").unwrap();
        fs::write(root.join(".ghost-new-other-x"), "another crate's").unwrap();
        prepare(root, "c").unwrap();
        assert!(!root.join(".ghost-new-c-x").exists());
        assert!(root.join(".ghost-new-other-x").exists());
        let copied = copy(&path, &root.join("b.h"), "c").unwrap();
        assert_eq!(fs::read(&copied.path).unwrap(), b"one");
        assert_eq!(copied.size_bytes, 3);
    }
}
