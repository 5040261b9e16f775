//! The content store and the action cache: what actions left, under the keys that they had.
//!
//! ```text
//! <folder>/v1/cas/ab/<digest>        bytes by their BLAKE3 digest
//!             actions/ab/<key>       what an action left: outputs, messages, what it read
//!             manifests/ab/<key>     by declared key: which sets of files such actions read besides
//!             tmp/                   what is being written
//! ```
//!
//! Nothing here is believed without being read: blobs are digested when they are taken out, records carry their
//! own digest and the key that they are for. So nothing needs to be flushed to the disk, several processes share a
//! store without a lock, and whatever a crash, a full disk or a stray writer leaves is found and dropped.
//!
//! Blobs leave by reflink, else as a copy. An output placed as [`crate::Placement::Shared`] may instead be a hard
//! link, but only of a read-only file by a user whom permissions bind: a writable link would let `strip out/app`
//! change every project that shares the bytes, and root writes to read-only files without noticing.

mod blob;
mod record;
mod sweep;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::digest::Digest;

pub use sweep::{GcLimits, GcReport, StoreStat, VerifyReport};

pub(crate) use blob::{Taken, clone_or_copy};
pub(crate) use record::{ActionResult, StoredOutput};
#[cfg(feature = "remote")]
pub(crate) use record::{decode_sets, encode_sets, remember};

/// A content store with its action cache, in one folder that users and workspaces may share.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Makes temporary names unique in this process.
    counter: AtomicU64,
    /// Makes them unlike those of other processes: in containers, those that share a folder may share a number.
    distinct: u64,
    links: bool,
}

impl Store {
    /// Opens a store, making its folder if need be.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let folder = folder.join("v1");
        fs::create_dir_all(folder.join("tmp"))?;
        // Root is not bound by permissions; see the module's head.
        let links = !rustix::process::geteuid().is_root();
        let distinct = RandomState::new().hash_one(std::process::id());
        Ok(Self { folder, counter: AtomicU64::new(0), distinct, links })
    }

    pub(crate) fn blob_path(&self, digest: &Digest) -> PathBuf {
        self.sharded("cas", digest)
    }

    fn sharded(&self, kind: &str, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        self.folder.join(kind).join(&name[..2]).join(name)
    }

    pub(crate) fn temporary(&self) -> PathBuf {
        let count = self.counter.fetch_add(1, Ordering::Relaxed);
        self.folder.join("tmp").join(format!("{}-{:x}-{count}", std::process::id(), self.distinct))
    }

    /// Moves a finished temporary file to its place. If another process was first, its file is as good.
    fn publish(&self, temporary: &Path, place: &Path) -> io::Result<()> {
        match fs::rename(temporary, place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(place.parent().unwrap_or(&self.folder))?;
                fs::rename(temporary, place)
            }
            other => other,
        }
    }

    /// Writes `bytes` to `place`, whole or not at all.
    fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let temporary = self.temporary();
        let written = File::create_new(&temporary)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| self.publish(&temporary, place));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}
