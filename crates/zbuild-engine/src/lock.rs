//! One build in a workspace at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

/// Held while a build goes on; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`. If another process has it, `on_wait` is told its number, and this waits.
    pub(crate) fn acquire(path: &Path, on_wait: impl FnOnce(Option<u32>)) -> io::Result<Self> {
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                on_wait(fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()));
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Who holds it is only for people to read: a disk too full for that is no reason not to build.
        let _ = file.set_len(0).and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        Ok(Self { _file: file })
    }
}
