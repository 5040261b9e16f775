//! Records of the action cache: what an action left, and what such actions read.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::Store;
use crate::codec::{self, Decoder, Encoder};
use crate::digest::Digest;

const ACTION_MAGIC: [u8; 8] = *b"zbact\0\0\x02";
const MANIFEST_MAGIC: [u8; 8] = *b"zbman\0\0\x02";
/// Sets of files remembered for one declared key; the oldest goes.
const SETS_MAX: usize = 16;
/// A record that is used is marked as used at most this often.
const TOUCH_INTERVAL: Duration = Duration::from_hours(1);

/// What an action left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ActionResult {
    /// In the order in which the action declares its outputs.
    pub(crate) outputs: Vec<StoredOutput>,
    /// What it told the user.
    pub(crate) message: Vec<u8>,
    /// Normalised paths that it read beyond its declared inputs.
    pub(crate) discovered: Vec<Vec<u8>>,
    pub(crate) duration_ms: u32,
}

/// One output in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoredOutput {
    File {
        digest: Digest,
        executable: bool,
    },
    Symlink {
        target: Vec<u8>,
    },
    /// The digest of an encoded listing.
    Tree {
        listing: Digest,
    },
}

impl ActionResult {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.u32(self.duration_ms);
        encoder.bytes(&self.message);
        encoder.count(self.outputs.len());
        for output in &self.outputs {
            match output {
                StoredOutput::File { digest, executable } => {
                    encoder.u8(u8::from(*executable));
                    encoder.digest(digest);
                }
                StoredOutput::Symlink { target } => {
                    encoder.u8(2);
                    encoder.bytes(target);
                }
                StoredOutput::Tree { listing } => {
                    encoder.u8(3);
                    encoder.digest(listing);
                }
            }
        }
        encode_paths(&mut encoder, &self.discovered);
        encoder.0
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder(bytes);
        let duration_ms = decoder.u32()?;
        let message = decoder.bytes()?.to_vec();
        let count = decoder.count(5)?;
        let mut outputs = Vec::with_capacity(count);
        for _ in 0..count {
            outputs.push(match decoder.u8()? {
                tag @ (0 | 1) => StoredOutput::File { digest: decoder.digest()?, executable: tag == 1 },
                2 => StoredOutput::Symlink { target: decoder.bytes()?.to_vec() },
                3 => StoredOutput::Tree { listing: decoder.digest()? },
                _ => return None,
            });
        }
        let discovered = decode_paths(&mut decoder)?;
        decoder.is_empty().then_some(Self { outputs, message, discovered, duration_ms })
    }
}

fn encode_paths(encoder: &mut Encoder, paths: &[Vec<u8>]) {
    encoder.count(paths.len());
    for path in paths {
        encoder.bytes(path);
    }
}

fn decode_paths(decoder: &mut Decoder<'_>) -> Option<Vec<Vec<u8>>> {
    let count = decoder.count(4)?;
    (0..count).map(|_| decoder.bytes().map(<[u8]>::to_vec)).collect()
}

/// Puts a set first; whether that changed anything.
pub(crate) fn remember(sets: &mut Vec<Vec<Vec<u8>>>, set: &[Vec<u8>]) -> bool {
    if sets.first().is_some_and(|first| first == set) {
        return false;
    }
    sets.retain(|known| known != set);
    sets.insert(0, set.to_vec());
    sets.truncate(SETS_MAX);
    true
}

pub(crate) fn encode_sets(sets: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    for set in sets {
        encode_paths(&mut encoder, set);
    }
    encoder.0
}

pub(crate) fn decode_sets(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut decoder = Decoder(bytes);
    let mut sets = Vec::new();
    while let Some(set) = decode_paths(&mut decoder).filter(|_| sets.len() < SETS_MAX) {
        sets.push(set);
    }
    sets
}

impl Store {
    /// What the action with this key left. A record that is not whole is dropped.
    pub(crate) fn result(&self, key: &Digest, now: SystemTime) -> io::Result<Option<ActionResult>> {
        let place = self.sharded("actions", key);
        let Some(payload) = read_sealed(&place, ACTION_MAGIC)? else { return Ok(None) };
        touch(&place, now);
        Ok(ActionResult::decode(&payload))
    }

    pub(crate) fn put_result(&self, key: &Digest, result: &ActionResult) -> io::Result<()> {
        self.write(&self.sharded("actions", key), &seal_for(key, ACTION_MAGIC, &result.encode()))
    }

    /// The sets of files that actions with this declared key read, the latest first.
    pub(crate) fn sets(&self, declared: &Digest, now: SystemTime) -> io::Result<Vec<Vec<Vec<u8>>>> {
        let place = self.sharded("manifests", declared);
        let Some(payload) = read_sealed(&place, MANIFEST_MAGIC)? else { return Ok(Vec::new()) };
        touch(&place, now);
        Ok(decode_sets(&payload))
    }

    /// Remembers a set as the latest. Of two processes that do this at once one wins: the other's set is found
    /// missing, and costs work.
    pub(crate) fn put_set(&self, declared: &Digest, set: &[Vec<u8>], now: SystemTime) -> io::Result<()> {
        let mut sets = self.sets(declared, now)?;
        if !remember(&mut sets, set) {
            return Ok(());
        }
        self.write(
            &self.sharded("manifests", declared),
            &seal_for(declared, MANIFEST_MAGIC, &encode_sets(&sets)),
        )
    }

    /// An action's record at this path, for sweeping.
    pub(super) fn read_result(place: &Path) -> io::Result<Option<ActionResult>> {
        Ok(read_sealed(place, ACTION_MAGIC)?.and_then(|payload| ActionResult::decode(&payload)))
    }

    pub(super) fn is_whole_manifest(place: &Path) -> io::Result<bool> {
        Ok(read_sealed(place, MANIFEST_MAGIC)?.is_some())
    }
}

/// A record says itself which key it is for: under another name it counts for nothing.
fn seal_for(key: &Digest, magic: [u8; 8], payload: &[u8]) -> Vec<u8> {
    codec::seal(magic, &[key.as_bytes(), payload].concat())
}

fn read_sealed(place: &Path, magic: [u8; 8]) -> io::Result<Option<Vec<u8>>> {
    let bytes = match fs::read(place) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let name = place.file_name().and_then(|name| Digest::from_hex(name.to_str()?));
    let of_key = |payload: &[u8]| Some(payload.strip_prefix(name?.as_bytes().as_slice())?.to_vec());
    let payload = codec::unseal(magic, &bytes).and_then(of_key);
    if payload.is_none() {
        let _ = fs::remove_file(place);
    }
    Ok(payload)
}

/// Marks a record as used now. Sweeping goes by this; a failure only makes the record look older.
fn touch(place: &Path, now: SystemTime) {
    let _ = (|| {
        let file = File::options().write(true).open(place)?;
        let age = now.duration_since(file.metadata()?.modified()?).unwrap_or(TOUCH_INTERVAL);
        if age >= TOUCH_INTERVAL { file.set_modified(now) } else { Ok(()) }
    })();
}
