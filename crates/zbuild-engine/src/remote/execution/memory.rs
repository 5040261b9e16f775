//! Digests of files as the service counts them, remembered by the files' stamps: a toolchain of 20,000 files is
//! read once and not in every build.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bazel_remote_apis::build::bazel::remote::execution::v2 as api;

use crate::codec::{self, Decoder, Encoder};
use crate::path;
use crate::remote::digests::Function;
use crate::stamp::{self, Kind, Stamp, file_clock};

const MAGIC: [u8; 8] = *b"zbrmem\0\x01";

pub(super) struct Memory {
    function: Function,
    file: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: HashMap<PathBuf, (Stamp, api::Digest)>,
    changed: bool,
}

/// A file as an input: links are followed.
pub(super) struct Digested {
    pub(super) digest: api::Digest,
    pub(super) executable: bool,
}

impl Memory {
    /// Reads what was remembered; what cannot be read is forgotten.
    pub(super) fn load(function: Function, file: Option<PathBuf>) -> Self {
        let bytes = file.as_ref().and_then(|file| std::fs::read(file).ok());
        let known = bytes.and_then(|bytes| decode(function, codec::unseal(MAGIC, &bytes)?));
        let state = State { known: known.unwrap_or_default(), changed: false };
        Self { function, file, state: Mutex::new(state) }
    }

    /// The digest of a file.
    pub(super) fn digest(&self, place: &Path) -> io::Result<Digested> {
        let stat = stamp::stat(rustix::fs::CWD, path::to_bytes(place))?
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let Kind::File { executable } = stat.kind else {
            return Err(io::Error::other("it is not a file"));
        };
        let known = self.state().known.get(place).filter(|(stamp, _)| *stamp == stat.stamp).cloned();
        if let Some((_, digest)) = known {
            return Ok(Digested { digest, executable });
        }
        let now = file_clock();
        let mut file = File::open(place)?;
        let digest = self.function.of_reader(&mut file)?;
        let after = stamp::stat_open(&file)?.stamp;
        // One that could change and keep its stamp is read again the next time.
        if after == stat.stamp && !after.is_racy(now) {
            let mut state = self.state();
            state.known.insert(place.to_owned(), (after, digest.clone()));
            state.changed = true;
        }
        Ok(Digested { digest, executable })
    }

    /// Writes down what was learnt. Without it the next build reads files again.
    pub(super) fn save(&self) {
        let Some(file) = &self.file else { return };
        let mut state = self.state();
        if !std::mem::take(&mut state.changed) {
            return;
        }
        let sealed = codec::seal(MAGIC, &encode(self.function, &state.known));
        drop(state);
        let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
        let written = std::fs::write(&temporary, sealed).and_then(|()| std::fs::rename(&temporary, file));
        if written.is_err() {
            let _ = std::fs::remove_file(&temporary);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A thread that panicked left whole entries.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn encode(function: Function, known: &HashMap<PathBuf, (Stamp, api::Digest)>) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.i64(function.number().into());
    encoder.count(known.len());
    for (place, (stamp, digest)) in known {
        encoder.bytes(place.as_os_str().as_bytes());
        stamp.encode(&mut encoder);
        encoder.bytes(digest.hash.as_bytes());
        encoder.i64(digest.size_bytes);
    }
    encoder.0
}

fn decode(function: Function, bytes: &[u8]) -> Option<HashMap<PathBuf, (Stamp, api::Digest)>> {
    let mut decoder = Decoder(bytes);
    if decoder.i64()? != i64::from(function.number()) {
        return None;
    }
    let mut known = HashMap::new();
    for _ in 0..decoder.count(1)? {
        let place = path::from_bytes(decoder.bytes()?).to_owned();
        let stamp = Stamp::decode(&mut decoder)?;
        let hash = String::from_utf8(decoder.bytes()?.to_vec()).ok()?;
        known.insert(place, (stamp, api::Digest { hash, size_bytes: decoder.i64()? }));
    }
    decoder.is_empty().then_some(known)
}
