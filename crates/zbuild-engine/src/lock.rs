//! One build in a workspace at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Duration;

use crate::cancel::Cancel;

/// Held while a build goes on; the system lets go of it when the process ends, however it ends.
pub(crate) struct Lock {
    file: File,
}

/// Between attempts to take the lock: a wait that the system does could not be cancelled.
const POLL: Duration = Duration::from_millis(20);

/// Digits of a process's number in the lock file, which is overwritten in place: truncating a file makes a journal
/// wait for the disk.
const DIGITS: usize = 10;

impl Lock {
    /// Takes the lock at `path`. If another process has it, `on_wait` is told its number, and this waits; `None` if
    /// the wait is cancelled.
    pub(crate) fn acquire(
        path: &Path,
        cancel: Option<&Cancel>,
        on_wait: impl FnOnce(Option<u32>),
    ) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        let mut on_wait = Some(on_wait);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { file })),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if let Some(on_wait) = on_wait.take() {
                on_wait(fs::read_to_string(path).ok().and_then(|text| text.trim().parse().ok()));
            }
            if cancel.is_some_and(Cancel::is_cancelled) {
                return Ok(None);
            }
            std::thread::sleep(POLL);
        }
    }

    /// Says who holds the lock, for those who wait. A build that finds nothing to do is over before anybody asks.
    pub(crate) fn announce(&self) {
        let text = format!("{:>DIGITS$}", std::process::id());
        // Only for people to read: a disk too full for that is no reason not to build.
        let _ = self.file.write_all_at(text.as_bytes(), 0);
    }
}
