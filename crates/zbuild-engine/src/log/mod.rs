//! The build log: what the last builds of this workspace left, in one file that one read brings in.
//!
//! The file is a header and frames. A frame is a length, a checksum and records; it is appended whole after an
//! action is done. Whatever follows the first frame that is not whole (a kill, a full disk) is cut off: losing
//! records only costs work. Paths are written once and then named by number, as in ninja's and n2's logs.
//!
//! The log is read and written by whoever holds the workspace lock, and by nobody else.

mod record;
#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions};
use std::hash::BuildHasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::digest::{Content, Digest};
use crate::files::{Known, Table};
use crate::frame;
use crate::path::FileId;
use record::Writer;

/// The file's first bytes. The number goes up when an older reader would misread.
const HEADER: &[u8; 8] = b"zblog\0\0\x02";
/// A log with this many dead records for each live one is written anew.
const DEAD_RATIO_MAX: usize = 2;
/// Below this many records it never is.
const COMPACTION_MIN: usize = 2_000;
/// A log of more frames than this is made one frame.
const FRAMES_MAX: usize = 256;
/// An action that is in no graph any more is forgotten after this long.
const FORGET_AFTER: Duration = Duration::from_hours(30 * 24);

/// The name of an action in the log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ActionHash(u64);

impl ActionHash {
    pub(crate) fn of(name: &str) -> Self {
        // Not of cryptographic strength: two actions that share a number cost each other work, since each finds
        // the other's key under it.
        Self(FxBuildHasher.hash_one(name.as_bytes()))
    }

    pub(crate) fn to_number(self) -> u64 {
        self.0
    }

    pub(crate) fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// As records keep times.
pub(crate) fn seconds_since_1970(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Since when, in seconds since 1970, actions that are in no graph any more are remembered.
pub(crate) fn oldest(now: SystemTime) -> u64 {
    now.checked_sub(FORGET_AFTER).map_or(0, seconds_since_1970)
}

/// What is remembered of an action that succeeded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActionRecord {
    /// The action key: of everything the outputs are a function of.
    pub(crate) key: Digest,
    /// What it left.
    pub(crate) outputs: Box<[(FileId, Content)]>,
    /// What it read beyond its declared inputs.
    pub(crate) discovered: Box<[FileId]>,
    /// How long it ran when it last ran.
    pub(crate) duration_ms: u32,
    /// When this was recorded, in seconds since 1970.
    pub(crate) recorded_at: u64,
}

/// The build log in memory, and the file it is appended to.
pub(crate) struct BuildLog {
    path: PathBuf,
    actions: FxHashMap<ActionHash, ActionRecord>,
    writer: Writer,
    /// Open once something is to be appended.
    file: Option<File>,
    /// An append failed. Later frames would name paths that the file lacks, so there are none until it is loaded
    /// again.
    broken: bool,
    /// Bytes of the file that are whole. Zero if there is no usable file.
    valid_bytes: u64,
    /// Records in the file, dead and alive.
    records: usize,
    /// Frames in the file: each costs a checksum of its own.
    frames: usize,
    /// Whether the file ended in something that was cut off.
    pub(crate) recovered: bool,
}

impl BuildLog {
    /// Reads the log, if there is one; `table` learns its paths and files. A log that is unusable is as good as
    /// none. Errors are those of reading, not of what was read.
    pub(crate) fn load(path: &Path, table: &mut Table) -> io::Result<Self> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut log = Self {
            path: path.to_owned(),
            actions: FxHashMap::default(),
            writer: Writer::default(),
            file: None,
            broken: false,
            valid_bytes: 0,
            records: 0,
            frames: 0,
            recovered: false,
        };
        if let Some(frames) = bytes.strip_prefix(HEADER) {
            let mut reader = record::Reader::new(table, &mut log.actions);
            let mut count = 0;
            let read = frame::each(frames, |payload| {
                count += 1;
                reader.read(payload)
            });
            match read {
                Some(whole) => {
                    log.frames = count;
                    (log.records, log.writer) = reader.finish();
                    log.valid_bytes = (HEADER.len() + whole) as u64;
                }
                // Whole, and yet not what this version writes: nothing of it can be relied on.
                None => log.actions.clear(),
            }
        }
        log.recovered = log.valid_bytes != bytes.len() as u64;
        Ok(log)
    }

    pub(crate) fn action(&self, hash: ActionHash) -> Option<&ActionRecord> {
        self.actions.get(&hash)
    }

    pub(crate) fn actions(&self) -> impl Iterator<Item = &ActionRecord> {
        self.actions.values()
    }

    /// Appends what is now known: `files` first, then the action.
    pub(crate) fn append(
        &mut self,
        table: &mut Table,
        files: &[FileId],
        action: Option<(ActionHash, ActionRecord)>,
    ) -> io::Result<()> {
        for &file in files {
            if table.take_unsaved(file)
                && let Some(known) = table.known(file)
            {
                self.writer.file(&table.paths, file, known);
                self.records += 1;
            }
        }
        if let Some((hash, record)) = action {
            self.writer.action(&table.paths, hash, &record);
            self.records += 1;
            self.actions.insert(hash, record);
        }
        self.flush()
    }

    /// Forgets an action, so that it is run next time.
    pub(crate) fn forget(&mut self, hash: ActionHash) -> io::Result<()> {
        if self.actions.remove(&hash).is_none() {
            return Ok(());
        }
        self.writer.forget(hash);
        self.records += 1;
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(frame) = frame::frame(&self.writer.take()) else { return Ok(()) };
        if self.broken {
            return Ok(());
        }
        let written = self.write(&frame);
        self.broken = written.is_err();
        written
    }

    fn write(&mut self, frame: &[u8]) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.open_for_append()?,
        };
        if let Err(error) = file.write_all(frame) {
            // Back to the last whole frame. If even that fails, loading cuts the torn one off.
            let _ = file.set_len(self.valid_bytes);
            return Err(error);
        }
        self.valid_bytes += frame.len() as u64;
        self.frames += 1;
        self.file = Some(file);
        Ok(())
    }

    fn open_for_append(&mut self) -> io::Result<File> {
        let mut file = OpenOptions::new().append(true).create(true).open(&self.path)?;
        // Only if need be: truncating makes a journal wait for the disk.
        if self.recovered {
            file.set_len(self.valid_bytes)?;
        }
        if self.valid_bytes == 0 {
            file.write_all(HEADER)?;
            self.valid_bytes = HEADER.len() as u64;
        }
        Ok(file)
    }

    /// Writes the log anew if most of it is dead or scattered. `given` tells, if that is so, which actions still exist, and the
    /// time.
    pub(crate) fn compact(
        &mut self,
        table: &Table,
        given: impl FnOnce() -> (FxHashSet<ActionHash>, SystemTime),
    ) -> io::Result<()> {
        let is_scattered = self.frames > FRAMES_MAX;
        if self.broken || (!is_scattered && self.records < COMPACTION_MIN) {
            return Ok(());
        }
        let (in_graph, now) = given();
        let oldest = oldest(now);
        self.actions.retain(|hash, record| in_graph.contains(hash) || record.recorded_at > oldest);
        let files = self.live_files(table);
        if !is_scattered && self.records < (files.len() + self.actions.len()) * (1 + DEAD_RATIO_MAX) {
            return Ok(());
        }
        let (mut writer, records) = (Writer::default(), files.len() + self.actions.len());
        for (file, known) in files {
            writer.file(&table.paths, file, known);
        }
        for (&hash, record) in &self.actions {
            writer.action(&table.paths, hash, record);
        }
        let mut bytes = HEADER.to_vec();
        bytes.extend(frame::frame(&writer.take()).unwrap_or_default());
        let temporary = self.path.with_extension("new");
        fs::write(&temporary, &bytes)?;
        fs::rename(&temporary, &self.path)?;
        (self.file, self.writer, self.records, self.frames) = (None, writer, records, 1);
        self.valid_bytes = bytes.len() as u64;
        Ok(())
    }

    /// Files that were of use in this build, or that an action names. The sources of other graphs are not among
    /// them: they are read again.
    fn live_files<'t>(&self, table: &'t Table) -> Vec<(FileId, &'t Known)> {
        let mut live: Vec<bool> =
            (0..table.paths.len()).map(|at| table.is_seen(FileId::from_index(at))).collect();
        for record in self.actions.values() {
            record.outputs.iter().for_each(|(file, _)| live[file.index()] = true);
            record.discovered.iter().for_each(|file| live[file.index()] = true);
        }
        let live = (0..live.len()).filter(|&at| live[at]).map(FileId::from_index);
        live.filter_map(|file| Some((file, table.known(file)?))).collect()
    }
}
