//! One lock per crate of a project: two builds of one crate wait for each other, whoever started
//! them. Cargo holds its own lock on its target folder, so different crates need none between them.
//! The system releases a lock when its process ends, however it ends.

use std::fs::{self, File, TryLockError};

use camino::Utf8PathBuf;

use crate::error::BuildError;
use crate::event::Event;
use crate::layout::Layout;
use crate::publish::failed;

/// A lock that is held until this value goes.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
    /// Whether another process held it first.
    pub(crate) waited: bool,
}

/// Takes the lock of a crate.
pub(crate) fn take(layout: &Layout, name: &str, events: &mut dyn FnMut(Event)) -> Result<Lock, BuildError> {
    let folder = layout.cache("locks");
    fs::create_dir_all(&folder).map_err(|source| failed("create", &folder, source))?;
    let path: Utf8PathBuf = folder.join(format!("{name}.lock"));
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| failed("open", &path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file, waited: false }),
        Err(TryLockError::WouldBlock) => {
            events(Event::Waiting { lock: path.clone() });
            file.lock().map_err(|source| failed("lock", &path, source))?;
            Ok(Lock { _file: file, waited: true })
        }
        Err(TryLockError::Error(source)) => Err(failed("lock", &path, source)),
    }
}
