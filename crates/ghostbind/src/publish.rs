//! Files appear whole or not at all: written beside their place under another name, then renamed.

use std::fs;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::{NamedTempFile, TempPath};

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
        match fs::remove_file(entry.path()) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove", entry.path(), source));
            }
            _ => {}
        }
    }
    Ok(())
}

/// How old a file must be that nobody is writing any more.
#[cfg(feature = "cli")]
const ABANDONED: std::time::Duration = std::time::Duration::from_hours(1);

/// Makes a folder that other processes write into as well, without a lock, and removes what was abandoned in it.
#[cfg(feature = "cli")]
pub(crate) fn prepare_shared(folder: &Utf8Path) -> Result<(), BuildError> {
    fs::create_dir_all(folder).map_err(|source| failed("create", folder, source))?;
    let Ok(entries) = folder.read_dir_utf8() else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| entry.file_name().starts_with(TEMPORARY)) {
        let written = entry.metadata().and_then(|metadata| metadata.modified());
        if written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED)) {
            // Whoever else sees it removes it as well.
            let _gone = fs::remove_file(entry.path());
        }
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

/// A whole file beside its place. It is closed: there may be more of them than a process may hold open.
pub(crate) struct Staged {
    file: TempPath,
    path: Utf8PathBuf,
}

impl Staged {
    pub(crate) fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// Puts it in place.
    pub(crate) fn place(self) -> Result<(), BuildError> {
        let Self { file, path } = self;
        file.persist(&path).map_err(|error| failed("write", &path, error.error))?;
        Ok(())
    }
}

/// Writes text beside its place. A file that holds it already is left alone, with its times: nothing is staged.
pub(crate) fn stage_text(
    path: &Utf8Path,
    content: &[u8],
    owner: &str,
) -> Result<(Published, Option<Staged>), BuildError> {
    let digest = *blake3::hash(content).as_bytes();
    let published = Published { path: path.to_owned(), size_bytes: content.len() as u64, digest };
    let staged = stage(&published, owner, |file| file.write_all(content))?;
    Ok((published, staged))
}

/// Writes a copy of a file beside its place, unless that holds it already. The digest is that of the copy.
pub(crate) fn stage_copy(
    from: &Utf8Path,
    path: &Utf8Path,
    owner: &str,
) -> Result<(Published, Option<Staged>), BuildError> {
    let unreadable = |source| failed("read", from, source);
    let digest = digest_file(from).map_err(unreadable)?;
    let metadata = fs::metadata(from).map_err(unreadable)?;
    let mut published = Published { path: path.to_owned(), size_bytes: metadata.len(), digest };
    let mut copied = None;
    let staged = stage(&published, owner, |file| {
        // Opened now: what lies there may be another file than the one that was digested.
        let mut hasher = blake3::Hasher::new();
        let size = io::copy(&mut fs::File::open(from)?, &mut Tee(&mut hasher, file))?;
        copied = Some((size, *hasher.finalize().as_bytes()));
        file.set_permissions(metadata.permissions())
    })?;
    if let Some((size_bytes, digest)) = copied {
        published = Published { size_bytes, digest, ..published };
    }
    Ok((published, staged))
}

/// Writes to a file and takes the digest on the way.
struct Tee<'a>(&'a mut blake3::Hasher, &'a mut fs::File);

impl Write for Tee<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.1.write(bytes)?;
        self.0.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

fn stage(
    published: &Published,
    owner: &str,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<Option<Staged>, BuildError> {
    let path = &published.path;
    if holds(path, published.digest) {
        return Ok(None);
    }
    let unwritable = |source| failed("write", path, source);
    let mut file = temporary(path.parent().unwrap_or(Utf8Path::new(".")), owner).map_err(unwritable)?;
    write(file.as_file_mut()).map_err(unwritable)?;
    Ok(Some(Staged { file: file.into_temp_path(), path: path.clone() }))
}

/// Puts text in place at once.
pub(crate) fn text(path: &Utf8Path, content: &[u8], owner: &str) -> Result<Published, BuildError> {
    let (published, staged) = stage_text(path, content, owner)?;
    staged.map_or(Ok(()), Staged::place)?;
    Ok(published)
}

/// Puts a copy of a file in place at once.
#[cfg(any(feature = "cli", test))]
pub(crate) fn copy(from: &Utf8Path, path: &Utf8Path, owner: &str) -> Result<Published, BuildError> {
    let (published, staged) = stage_copy(from, path, owner)?;
    staged.map_or(Ok(()), Staged::place)?;
    Ok(published)
}

/// Puts files in place that belong together, and then the manifests that name them with their digests. Manifests
/// that are to change go first: whoever is interrupted in between leaves none rather than one that is not true.
pub(crate) fn place_all(files: Vec<Staged>, manifests: Vec<Staged>) -> Result<(), BuildError> {
    if !files.is_empty() {
        for manifest in &manifests {
            match fs::remove_file(manifest.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed("remove", manifest.path(), error));
                }
                _ => {}
            }
        }
    }
    files.into_iter().chain(manifests).try_for_each(Staged::place)
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

    /// Without a lock a file that is being written is not told from one that was left, but by its age.
    #[cfg(feature = "cli")]
    #[test]
    fn what_others_write_into_a_shared_folder_stays() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().join("out");
        prepare_shared(&root).unwrap();
        for (name, hours) in [("young", 0), ("old", 2)] {
            let file = fs::File::create(root.join(format!(".ghost-new-{name}"))).unwrap();
            let at = std::time::SystemTime::now() - std::time::Duration::from_hours(hours);
            file.set_modified(at).unwrap();
        }
        prepare_shared(&root).unwrap();
        assert!(root.join(".ghost-new-young").exists() && !root.join(".ghost-new-old").exists());
    }

    #[test]
    fn manifests_are_never_older_than_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let (header, manifest) = (root.join("a.h"), root.join("a.json"));
        let publish = |content: &[u8], names: &[u8]| {
            let files = stage_text(&header, content, "c").unwrap().1.into_iter().collect();
            let manifests = stage_text(&manifest, names, "c").unwrap().1.into_iter().collect();
            place_all(files, manifests)
        };
        publish(b"one", b"names one").unwrap();
        assert_eq!(fs::read(&manifest).unwrap(), b"names one");
        // A header that cannot be put in place ends it half-way.
        fs::remove_file(&header).unwrap();
        fs::create_dir_all(header.join("in the way")).unwrap();
        publish(b"two", b"names two").unwrap_err();
        assert!(!manifest.exists());
        assert_eq!(root.read_dir_utf8().unwrap().count(), 1);
    }
}
