//! A folder that nobody may change: what was in it is written down beside it, and looked at before it is used.
//!
//! As long as stamps hold nothing is read. Where one does not, the bytes decide, names and links and the right to
//! run among them.

use std::fmt::Write as _;
use std::fs;
use std::io;

use camino::Utf8Path;
use zbuild_engine::Digest;

/// What became of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seal {
    /// It is what it was.
    Whole,
    /// It is another.
    Broken,
    /// Nobody wrote down what it was.
    Missing,
}

/// Writes down what is in `folder`. The folder may be moved afterwards.
pub(crate) fn put(folder: &Utf8Path, seal: &Utf8Path) -> io::Result<()> {
    let text = format!("{}\n{}", content(folder)?, stamps(folder)?);
    let temporary = seal.with_extension(format!("{}.new", std::process::id()));
    fs::write(&temporary, text)?;
    fs::rename(&temporary, seal)
}

/// Whether `folder` is what it was.
pub(crate) fn look(folder: &Utf8Path, seal: &Utf8Path) -> Seal {
    let Ok(text) = fs::read_to_string(seal) else { return Seal::Missing };
    let Some((digest, known)) = text.split_once('\n') else { return Seal::Missing };
    if stamps(folder).is_ok_and(|now| now == known) {
        return Seal::Whole;
    }
    if content(folder).is_ok_and(|now| now == digest) {
        // Only saves the next look some reading.
        let _unsaved = put(folder, seal);
        return Seal::Whole;
    }
    Seal::Broken
}

/// A digest of everything in a folder.
fn content(folder: &Utf8Path) -> io::Result<String> {
    let mut text = String::new();
    walk(folder, Utf8Path::new(""), &mut |path, metadata| {
        let place = folder.join(path);
        let what = match metadata {
            _ if metadata.is_symlink() => format!("link {:?}", fs::read_link(&place)?.to_string_lossy()),
            _ if metadata.is_dir() => "folder".to_owned(),
            _ => format!("file {} {}", is_program(metadata), Digest::of(&fs::read(&place)?)),
        };
        let _infallible = writeln!(text, "{path:?} {what}");
        Ok(())
    })?;
    Ok(Digest::of(text.as_bytes()).to_string())
}

/// The stamps of everything in a folder: a change of one leaves another text.
fn stamps(folder: &Utf8Path) -> io::Result<String> {
    let mut text = String::new();
    walk(folder, Utf8Path::new(""), &mut |path, metadata| {
        // The time of a folder tells of names, which the walk tells itself.
        let stamp = if metadata.is_dir() { String::new() } else { stamp(metadata) };
        let _infallible = writeln!(text, "{path:?} {stamp}");
        Ok(())
    })?;
    Ok(text)
}

/// Everything below a folder in the order of names.
fn walk(
    folder: &Utf8Path,
    below: &Utf8Path,
    each: &mut dyn FnMut(&Utf8Path, &fs::Metadata) -> io::Result<()>,
) -> io::Result<()> {
    let mut entries = folder.join(below).read_dir_utf8()?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by(|a, b| a.file_name().cmp(b.file_name()));
    for entry in entries {
        let (path, metadata) = (below.join(entry.file_name()), entry.metadata()?);
        each(&path, &metadata)?;
        if metadata.is_dir() {
            walk(folder, &path, each)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn stamp(metadata: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    let (size, inode) = (metadata.size(), metadata.ino());
    let modified = (metadata.mtime(), metadata.mtime_nsec());
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    format!("{size} {inode} {modified:?} {changed:?}")
}

#[cfg(not(unix))]
fn stamp(metadata: &fs::Metadata) -> String {
    format!("{} {:?}", metadata.len(), metadata.modified().ok())
}

#[cfg(unix)]
fn is_program(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_program(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_somebody_changed_is_another() {
        let check = |change: &dyn Fn(&Utf8Path), expected: Seal| {
            let place = tempfile::tempdir().unwrap();
            let at = Utf8Path::from_path(place.path()).unwrap();
            let (made, folder, seal) = (at.join("made"), at.join("folder"), at.join("seal"));
            fs::create_dir_all(made.join("src")).unwrap();
            fs::write(made.join("src/a b\n.zig"), "one").unwrap();
            fs::write(made.join("build.zig"), "two").unwrap();
            put(&made, &seal).unwrap();
            fs::rename(&made, &folder).unwrap();
            change(&folder);
            assert_eq!(look(&folder, &seal), expected);
            assert_eq!(look(&folder, &seal), expected, "again");
        };
        check(&|_| {}, Seal::Whole);
        check(&|folder| fs::write(folder.join("build.zig"), "two").unwrap(), Seal::Whole);
        check(&|folder| fs::write(folder.join("build.zig"), "owt").unwrap(), Seal::Broken);
        check(&|folder| fs::write(folder.join("more.zig"), "").unwrap(), Seal::Broken);
        check(&|folder| fs::create_dir(folder.join("src/more")).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_file(folder.join("build.zig")).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_dir_all(folder).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_file(folder.with_file_name("seal")).unwrap(), Seal::Missing);
        check(&|folder| fs::write(folder.with_file_name("seal"), "").unwrap(), Seal::Missing);
    }
}
