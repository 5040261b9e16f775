//! One build in a workspace at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Held while a build goes on; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    file: File,
}

/// Digits of a process's number in the lock file, which is overwritten in place: truncating a file makes a journal
/// wait for the disk.
const DIGITS: usize = 10;

impl Lock {
    /// Takes the lock at `path`. If another process has it, `on_wait` is told its number, and this waits.
    pub(crate) fn acquire(path: &Path, on_wait: impl FnOnce(Option<u32>)) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                on_wait(fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()));
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(Self { file })
    }

    /// Says who holds the lock, for those who wait. A build that finds nothing to do is over before anybody asks.
    pub(crate) fn announce(&self) {
        let text = format!("{:>DIGITS$}", std::process::id());
        // Only for people to read: a disk too full for that is no reason not to build.
        let _ = self.file.write_all_at(text.as_bytes(), 0);
    }
}
