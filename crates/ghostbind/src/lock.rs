//! One lock per crate of a project: two builds of one crate wait for each other, whoever started
//! them. Cargo holds its own lock on its target folder, so different crates need none between them.
//! One more is of the whole folder: builds share it, and who removes the folder has it alone.
//! The system releases a lock when its process ends, however it ends.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::error::BuildError;
use crate::event::Event;
use crate::layout::Layout;
use crate::process::{Children, RunError};
use crate::publish::failed;

/// Between attempts: a wait that the system does could not be interrupted.
const POLL: Duration = Duration::from_millis(20);

/// The file of the whole folder's lock. No library has a `-` in its name.
const WHOLE: &str = "every-crate";

/// Locks that are held until this value goes.
#[derive(Debug)]
pub(crate) struct Lock {
    _files: Vec<File>,
    /// Whether another process held one of them first.
    pub(crate) waited: bool,
}

/// Takes the locks of crates, in the order of their names: two processes that want the same ones never wait in a circle.
pub(crate) fn take(
    layout: &Layout,
    names: &BTreeSet<&str>,
    children: &Children,
    events: &mut dyn FnMut(Event),
) -> Result<Lock, BuildError> {
    let mut files = Vec::new();
    let mut waited = false;
    for name in names {
        let (file, waited_for_it) = one(&path_of(layout, name), File::try_lock, children, events)?;
        files.push(file);
        waited |= waited_for_it;
    }
    Ok(Lock { _files: files, waited })
}

/// Keeps the folder from being removed until this value goes. Taken before anything is written into it.
pub(crate) fn share(
    layout: &Layout,
    children: &Children,
    events: &mut dyn FnMut(Event),
) -> Result<Lock, BuildError> {
    let (file, waited) = one(&path_of(layout, WHOLE), File::try_lock_shared, children, events)?;
    Ok(Lock { _files: vec![file], waited })
}

/// Waits until nobody builds, and removes the folder. Who comes meanwhile waits, and makes it anew.
#[cfg(feature = "cli")]
pub(crate) fn remove_folder(
    layout: &Layout,
    children: &Children,
    events: &mut dyn FnMut(Event),
) -> Result<(), BuildError> {
    let path = path_of(layout, WHOLE);
    let lock = one(&path, File::try_lock, children, events)?;
    let [folder, cache, locks] = [layout.folder(), layout.cache(""), layout.cache("locks")];
    // The lock's own file goes last: without it others begin to build.
    for (within, kept) in [(&folder, &cache), (&cache, &locks), (&locks, &path)] {
        empty(within, kept).map_err(|source| failed("empty", within, source))?;
    }
    fs::remove_file(&path).map_err(|source| failed("remove", &path, source))?;
    drop(lock);
    for folder in [locks, cache, folder] {
        // Not empty where somebody has already begun to build anew, no folder where it is a link to one.
        let _of_others = fs::remove_dir(&folder);
    }
    Ok(())
}

/// Removes what is in a folder, but for one entry.
#[cfg(feature = "cli")]
fn empty(folder: &Utf8Path, kept: &Utf8Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if Some(entry.file_name().as_os_str()) == kept.file_name().map(std::ffi::OsStr::new) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn path_of(layout: &Layout, name: &str) -> Utf8PathBuf {
    layout.cache("locks").join(format!("{name}.lock"))
}

fn one(
    path: &Utf8Path,
    try_lock: fn(&File) -> Result<(), TryLockError>,
    children: &Children,
    events: &mut dyn FnMut(Event),
) -> Result<(File, bool), BuildError> {
    let folder = path.parent().unwrap_or(path);
    let mut waited = false;
    loop {
        fs::create_dir_all(folder).map_err(|source| failed("create", folder, source))?;
        let opened = File::options().create(true).truncate(false).write(true).open(path);
        let file = match opened {
            Ok(file) => file,
            // Whoever cleans took the folder away in between.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !folder.exists() => continue,
            Err(source) => return Err(failed("open", path, source)),
        };
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if !waited {
                    events(Event::Waiting { lock: path.to_owned() });
                }
                waited = true;
                if children.interrupted() {
                    return Err(RunError::Interrupted.into());
                }
                std::thread::sleep(POLL);
                continue;
            }
            Err(TryLockError::Error(source)) => return Err(failed("lock", path, source)),
        }
        // Whoever cleaned meanwhile took the file away: the lock of a file that nobody finds is none.
        if is_at(&file, path) {
            return Ok((file, waited));
        }
        waited = true;
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Utf8Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let here = file.metadata().map(|metadata| (metadata.dev(), metadata.ino()));
    let there = fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()));
    matches!((here, there), (Ok(here), Ok(there)) if here == there)
}

/// A file that is open is not removed elsewhere.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Utf8Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cleaning takes lock files away while somebody waits for them.
    #[test]
    fn a_lock_is_that_of_the_file_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap());
        let path = layout.cache("locks").join("a.lock");
        let first = take(&layout, &BTreeSet::from(["a"]), &Children::default(), &mut |_| {}).unwrap();
        assert!(!first.waited);
        let (said, waits) = std::sync::mpsc::channel();
        let second = std::thread::spawn({
            let layout = Layout::new(layout.root().to_owned());
            move || {
                take(&layout, &BTreeSet::from(["b", "a"]), &Children::default(), &mut |_| {
                    said.send(()).unwrap();
                })
                .unwrap()
            }
        });
        waits.recv().unwrap();
        fs::remove_dir_all(layout.folder()).unwrap();
        drop(first);
        let second = second.join().unwrap();
        assert!(second.waited);
        assert!(File::open(&path).unwrap().try_lock().is_err(), "{path} is free");
    }

    #[test]
    #[cfg(feature = "cli")]
    fn the_folder_stays_while_anybody_builds() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap());
        let children = Children::default();
        let shares = || share(&layout, &children, &mut |_| panic!("waits for nobody")).unwrap();
        let (first, second) = (shares(), shares());
        fs::write(layout.cache("file"), "").unwrap();
        fs::write(layout.folder().join(".gitignore"), "").unwrap();
        let (said, waits) = std::sync::mpsc::channel();
        let remover = std::thread::spawn({
            let layout = Layout::new(layout.root().to_owned());
            move || remove_folder(&layout, &Children::default(), &mut |_| said.send(()).unwrap())
        });
        waits.recv().unwrap();
        drop(first);
        std::thread::sleep(POLL * 3);
        assert!(layout.cache("file").exists());
        drop(second);
        remover.join().unwrap().unwrap();
        assert!(!layout.folder().exists());
        // Who comes now makes it anew.
        drop(shares());
        assert!(layout.folder().exists());
    }
}
