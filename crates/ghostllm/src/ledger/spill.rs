//! The append-only file that takes usage rows when the store cannot: one JSON object a line.
//!
//! Holds: a row is on file once `append` returned. Replaying moves the file aside first, so that rows which come
//! meanwhile begin a new one; the file that was moved goes only after the store has all of it. Rows carry their
//! request id, so replaying twice counts once.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::UsageRow;

/// The spill file of one store.
#[derive(Debug)]
pub(crate) struct Spill {
    path: PathBuf,
    moved: PathBuf,
    file: Mutex<Option<File>>,
}

/// What lay in the spill file.
pub(crate) struct Spilled {
    pub(crate) rows: Vec<UsageRow>,
    /// Lines that are no rows: the last one, when a power cut hit it.
    pub(crate) broken: usize,
}

impl Spill {
    /// Beside the store's file.
    pub(crate) fn beside(store: &Path) -> Self {
        let with = |suffix: &str| {
            let mut name = store.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        Self { path: with(".spill"), moved: with(".spill-replay"), file: Mutex::new(None) }
    }

    /// Whether there is anything to replay.
    pub(crate) fn is_pending(&self) -> bool {
        self.path.exists() || self.moved.exists()
    }

    /// Writes rows to the file.
    pub(crate) fn append(&self, rows: &[UsageRow]) -> io::Result<()> {
        let mut lines = Vec::with_capacity(rows.len() * 512);
        for row in rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *slot {
            Some(file) => file,
            none => {
                let mut options = OpenOptions::new();
                options.create(true).append(true);
                // As the store: it says who asked for how much.
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let file = options.open(&self.path)?;
                if file.metadata()?.len() > 0 {
                    // The process before may have died in the middle of a line.
                    lines.insert(0, b'\n');
                }
                none.insert(file)
            }
        };
        // One write, so that rows of several threads do not mix.
        let written = file.write_all(&lines);
        if written.is_err() {
            *slot = None;
        }
        written
    }

    /// Everything on file. `None`: nothing is.
    pub(crate) fn take(&self) -> io::Result<Option<Spilled>> {
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.moved.exists() {
            if !self.path.exists() {
                return Ok(None);
            }
            *slot = None;
            std::fs::rename(&self.path, &self.moved)?;
        }
        drop(slot);
        let mut spilled = Spilled { rows: Vec::new(), broken: 0 };
        for line in BufReader::new(File::open(&self.moved)?).split(b'\n') {
            let line = line?;
            match serde_json::from_slice(&line) {
                Ok(row) => spilled.rows.push(row),
                Err(_) if line.is_empty() => {}
                Err(_) => spilled.broken += 1,
            }
        }
        Ok(Some(spilled))
    }

    /// The store has what `take` gave.
    pub(crate) fn forget(&self) -> io::Result<()> {
        std::fs::remove_file(&self.moved)
    }
}
