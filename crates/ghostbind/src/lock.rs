//! One lock per crate of a project: two builds of one crate wait for each other, whoever started
//! them. Cargo holds its own lock on its target folder, so different crates need none between them.
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
        let (file, waited_for_it) = one(layout, name, children, events)?;
        files.push(file);
        waited |= waited_for_it;
    }
    Ok(Lock { _files: files, waited })
}

fn one(
    layout: &Layout,
    name: &str,
    children: &Children,
    events: &mut dyn FnMut(Event),
) -> Result<(File, bool), BuildError> {
    let folder = layout.cache("locks");
    let path: Utf8PathBuf = folder.join(format!("{name}.lock"));
    let mut waited = false;
    loop {
        fs::create_dir_all(&folder).map_err(|source| failed("create", &folder, source))?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|source| failed("open", &path, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                if !waited {
                    events(Event::Waiting { lock: path.clone() });
                }
                waited = true;
                if children.interrupted() {
                    return Err(RunError::Interrupted.into());
                }
                std::thread::sleep(POLL);
                continue;
            }
            Err(TryLockError::Error(source)) => return Err(failed("lock", &path, source)),
        }
        // Whoever cleaned meanwhile took the file away: the lock of a file that nobody finds is none.
        if is_at(&file, &path) {
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
}
