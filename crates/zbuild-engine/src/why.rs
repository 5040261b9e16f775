//! What the keys of the last builds were made of, and why actions ran: a file beside the build log, which is read
//! only when somebody asks.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::codec::{Decoder, Encoder};
use crate::explain::Preimage;
use crate::frame;
use crate::log::ActionHash;

/// Below this size the file is never written anew.
const COMPACTION_BYTES_MIN: u64 = 4 * 1024 * 1024;

/// The last time an action got its outputs.
#[derive(Debug, Clone, Default)]
pub(crate) struct LastTime {
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// Why it ran; empty if it was taken from a cache.
    pub(crate) reasons: Vec<String>,
    pub(crate) preimage: Preimage,
}

pub(crate) struct WhyLog {
    path: PathBuf,
    /// Payloads by action, once somebody asked.
    loaded: Mutex<Option<FxHashMap<ActionHash, Vec<u8>>>>,
    /// What records are appended to; `Err` after a failure, which ends the appending.
    file: Mutex<Result<Option<File>, ()>>,
}

impl WhyLog {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), loaded: Mutex::new(None), file: Mutex::new(Ok(None)) }
    }

    /// What is known of an action. Records of this build are not there yet.
    pub(crate) fn last_time(&self, hash: ActionHash) -> Option<LastTime> {
        let mut loaded = lock(&self.loaded);
        let payload = loaded.get_or_insert_with(|| load(&self.path)).get(&hash)?;
        LastTime::decode(&mut Decoder(payload))
    }

    /// Appends a record. Losing one makes an explanation poorer and nothing wrong.
    pub(crate) fn append(&self, hash: ActionHash, last: &LastTime) -> io::Result<()> {
        let mut encoder = Encoder::default();
        encoder.u64(hash.to_number());
        last.encode(&mut encoder);
        let mut slot = lock(&self.file);
        let (Some(frame), Ok(file)) = (frame::frame(&encoder.0), &mut *slot) else { return Ok(()) };
        let written = (|| {
            let mut open = match file.take() {
                Some(open) => open,
                None => self.open_for_append()?,
            };
            open.write_all(&frame)?;
            Ok(open)
        })();
        match written {
            Ok(open) => {
                *file = Some(open);
                Ok(())
            }
            Err(error) => {
                *slot = Err(());
                Err(error)
            }
        }
    }

    /// Appending after a torn frame would lose what is appended, so that is cut off first.
    fn open_for_append(&self) -> io::Result<File> {
        let file = OpenOptions::new().append(true).create(true).read(true).open(&self.path)?;
        let bytes = fs::read(&self.path)?;
        let whole = frame::each(&bytes, |_| Some(())).unwrap_or(0);
        if whole < bytes.len() {
            file.set_len(whole as u64)?;
        }
        Ok(file)
    }

    /// Writes the file anew if it has grown far beyond what is of use. `given` tells, if it has grown, which actions
    /// still exist, and since when (in seconds since 1970) others are remembered.
    pub(crate) fn compact(&self, given: impl FnOnce() -> (FxHashSet<ActionHash>, u64)) -> io::Result<()> {
        let Ok(Some(file)) = std::mem::replace(&mut *lock(&self.file), Ok(None)) else { return Ok(()) };
        let bytes = file.metadata()?.len();
        if bytes < COMPACTION_BYTES_MIN {
            return Ok(());
        }
        let (in_graph, oldest) = given();
        let mut records = load(&self.path);
        // A record begins with its time.
        let is_young = |payload: &[u8]| Decoder(payload).u64().is_some_and(|at| at > oldest);
        records.retain(|hash, payload| in_graph.contains(hash) || is_young(payload));
        let live: u64 = records.values().map(|payload| payload.len() as u64).sum();
        if bytes < live * 3 {
            return Ok(());
        }
        let mut anew = Vec::new();
        for (hash, payload) in &records {
            let mut encoder = Encoder::default();
            encoder.u64(hash.to_number());
            encoder.0.extend_from_slice(payload);
            anew.extend(frame::frame(&encoder.0).unwrap_or_default());
        }
        let temporary = self.path.with_extension("new");
        fs::write(&temporary, anew)?;
        fs::rename(&temporary, &self.path)
    }
}

/// What the mutexes here guard is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn load(path: &Path) -> FxHashMap<ActionHash, Vec<u8>> {
    let mut records = FxHashMap::default();
    let bytes = fs::read(path).unwrap_or_default();
    let _ = frame::each(&bytes, |payload| {
        let mut decoder = Decoder(payload);
        let hash = ActionHash::from_number(decoder.u64()?);
        records.insert(hash, decoder.0.to_vec());
        Some(())
    });
    records
}

impl LastTime {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.u64(self.at);
        encoder.count(self.reasons.len());
        for reason in &self.reasons {
            encoder.bytes(reason.as_bytes());
        }
        self.preimage.encode(encoder);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Option<Self> {
        let at = decoder.u64()?;
        let count = decoder.count(4)?;
        let reasons: Option<Vec<String>> =
            (0..count).map(|_| Some(String::from_utf8_lossy(decoder.bytes()?).into_owned())).collect();
        Some(Self { at, reasons: reasons?, preimage: Preimage::decode(decoder)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_that_are_gone_are_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("why");
        let hash = |number: u64| ActionHash::from_number(number);
        let last = |at| LastTime { at, reasons: vec!["x".repeat(500_000)], ..LastTime::default() };
        let log = WhyLog::new(&path);
        for number in 0..12 {
            log.append(hash(number), &last(if number < 10 { 100 } else { 300 })).unwrap();
        }
        let in_graph = || FxHashSet::from_iter([hash(3)]);
        log.compact(|| (in_graph(), 200)).unwrap();
        let log = WhyLog::new(&path);
        let known: Vec<u64> = (0..12).filter(|&number| log.last_time(hash(number)).is_some()).collect();
        assert_eq!(known, [3, 10, 11]);
        // One that is small is left as it is.
        log.append(hash(12), &last(100)).unwrap();
        log.compact(|| panic!("nobody asks")).unwrap();
    }
}
