//! Stamps: what the file system says about a file, enough to know that it was not touched.
//!
//! The time of change (`ctime`) is part of it where the system has one: it cannot be set, so that
//! a file that was altered under its old modification time is still seen.

use std::fs::{self, File, Metadata};
use std::io;
use std::time::Duration;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

/// BLAKE3 of a content.
pub(crate) type Digest = [u8; 32];

/// A moment by the file system's clock, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Moment(i128);

/// What the file system says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    modified: Moment,
    changed: Moment,
    size: u64,
    file: u64,
}

impl Stamp {
    /// The stamp of what is at `path`, links followed. `None` if nothing is there.
    pub(crate) fn of(path: &Utf8Path) -> io::Result<Option<Self>> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(Self::from_metadata(&metadata))),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    #[cfg(unix)]
    fn from_metadata(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let moment =
            |seconds: i64, nanos: i64| Moment(i128::from(seconds) * 1_000_000_000 + i128::from(nanos));
        Self {
            modified: moment(metadata.mtime(), metadata.mtime_nsec()),
            changed: moment(metadata.ctime(), metadata.ctime_nsec()),
            size: metadata.len(),
            file: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    fn from_metadata(metadata: &Metadata) -> Self {
        let moment = |time: io::Result<std::time::SystemTime>| {
            let since =
                time.ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
            Moment(i128::try_from(since.as_nanos()).unwrap_or(i128::MAX))
        };
        Self {
            modified: moment(metadata.modified()),
            changed: moment(metadata.created()),
            size: metadata.len(),
            file: 0,
        }
    }

    /// Whether the file was surely left alone since `moment`: a stamp from the same tick of the
    /// file system's clock proves nothing.
    pub(crate) fn older_than(&self, moment: Moment) -> bool {
        self.modified < moment && self.changed < moment
    }

    /// Whether the time that programs can set is before `moment`.
    pub(crate) fn modified_before(&self, moment: Moment) -> bool {
        self.modified < moment
    }

    /// When the file was last touched.
    pub(crate) fn touched(&self) -> Moment {
        self.modified.max(self.changed)
    }
}

/// Whether an error means that a path leads nowhere.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The moment now, by the clock of the file system that holds `folder`.
pub(crate) fn now(folder: &Utf8Path) -> io::Result<Moment> {
    let probe = tempfile::Builder::new().prefix(".ghost-clock-").tempfile_in(folder)?;
    Ok(Stamp::from_metadata(&probe.as_file().metadata()?).touched())
}

/// Longest wait for the file system's clock to tick. Coarser clocks than this leave stamps untrusted.
const TICK_MS_MAX: u64 = 60;

/// Waits until the file system's clock is past `moment`. `false` if it did not tick in time.
pub(crate) fn wait_until_after(folder: &Utf8Path, moment: Moment) -> io::Result<bool> {
    for _ in 0..TICK_MS_MAX {
        if now(folder)? > moment {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(false)
}

/// The digest of a file's content.
pub(crate) fn digest_file(path: &Utf8Path) -> io::Result<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(*hasher.finalize().as_bytes())
}

/// The digest of the names in a folder, in order.
pub(crate) fn digest_names(folder: &Utf8Path) -> io::Result<Digest> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name());
    }
    names.sort();
    let mut hasher = blake3::Hasher::new();
    for name in names {
        hasher.update(name.as_encoded_bytes()).update(&[0]);
    }
    Ok(*hasher.finalize().as_bytes())
}
