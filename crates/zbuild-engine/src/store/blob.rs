//! Blobs: bytes in and out of the content store.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::Store;
use crate::action::Placement;
use crate::digest::{Digest, Hasher, in_pieces};

/// Permissions of a blob that may be linked to.
const READ_ONLY: u32 = 0o444;

/// What became of taking a blob out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The file is written, and its bytes have the digest.
    Whole,
    /// There is no such blob, or no longer: one that had other bytes is dropped.
    Missing,
}

impl Store {
    pub(crate) fn has_blob(&self, digest: &Digest) -> bool {
        self.blob_path(digest).is_file()
    }

    /// Stores the bytes of the file at `path`, which have this digest.
    pub(crate) fn put_file(&self, digest: &Digest, path: &Path, placement: Placement) -> io::Result<()> {
        let place = self.blob_path(digest);
        if place.is_file() {
            return Ok(());
        }
        let temporary = self.temporary();
        let written = (|| {
            if placement == Placement::Shared && self.links && fs::hard_link(path, &temporary).is_ok() {
                fs::set_permissions(&temporary, fs::Permissions::from_mode(READ_ONLY))?;
            } else {
                clone_or_copy(&mut File::open(path)?, &mut create(&temporary, READ_ONLY)?)?;
            }
            self.publish(&temporary, &place)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Stores bytes; their digest.
    pub(crate) fn put_bytes(&self, bytes: &[u8]) -> io::Result<Digest> {
        let digest = Digest::of(bytes);
        let place = self.blob_path(&digest);
        if !place.is_file() {
            self.write(&place, bytes)?;
        }
        Ok(digest)
    }

    /// Takes a finished temporary file in as a blob, if its bytes are that; else it stays.
    #[cfg(feature = "remote")]
    pub(crate) fn adopt(&self, digest: &Digest, temporary: &Path) -> io::Result<bool> {
        let (found, _) = Digest::of_reader(&mut File::open(temporary)?)?;
        if found != *digest {
            return Ok(false);
        }
        fs::set_permissions(temporary, fs::Permissions::from_mode(READ_ONLY))?;
        self.publish(temporary, &self.blob_path(digest))?;
        Ok(true)
    }

    /// The bytes of a small blob.
    pub(crate) fn get_bytes(&self, digest: &Digest) -> io::Result<Option<Vec<u8>>> {
        let place = self.blob_path(digest);
        match fs::read(&place) {
            Ok(bytes) if Digest::of(&bytes) == *digest => Ok(Some(bytes)),
            Ok(_) => {
                drop_corrupt(&place);
                Ok(None)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a blob to `path`, where nothing is, and checks its digest on the way.
    pub(crate) fn take(
        &self,
        digest: &Digest,
        path: &Path,
        executable: bool,
        placement: Placement,
    ) -> io::Result<Taken> {
        let place = self.blob_path(digest);
        let mut blob = match File::open(&place) {
            Ok(blob) => blob,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Taken::Missing),
            Err(error) => return Err(error),
        };
        let shared = placement == Placement::Shared && !executable && self.links;
        let found = if shared && is_read_only(&blob)? && fs::hard_link(&place, path).is_ok() {
            Digest::of_reader(&mut blob)?.0
        } else {
            let mode = if executable { 0o777 } else { 0o666 };
            let mut file = create(path, mode)?;
            if reflink(&blob, &file) { Digest::of_reader(&mut blob)?.0 } else { copy(&mut blob, &mut file)? }
        };
        if found == *digest {
            return Ok(Taken::Whole);
        }
        fs::remove_file(path)?;
        drop_corrupt(&place);
        Ok(Taken::Missing)
    }
}

/// Removes a blob whose bytes are not what its name says. If that fails it is found again next time.
fn drop_corrupt(place: &Path) {
    let _ = fs::remove_file(place);
}

fn is_read_only(file: &File) -> io::Result<bool> {
    Ok(file.metadata()?.permissions().mode() & 0o222 == 0)
}

fn create(path: &Path, mode: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

/// Copies a whole file by reflink where the file system can, else in the kernel where it can.
pub(crate) fn clone_or_copy(from: &mut File, to: &mut File) -> io::Result<()> {
    if !reflink(from, to) {
        io::copy(from, to)?;
    }
    Ok(())
}

/// Copies, and digests what is copied.
fn copy(from: &mut File, to: &mut File) -> io::Result<Digest> {
    let mut hasher = Hasher::default();
    in_pieces(from, |piece| {
        hasher.update(piece);
        to.write_all(piece)
    })?;
    Ok(hasher.finish().0)
}

#[cfg(target_os = "linux")]
fn reflink(from: &File, to: &File) -> bool {
    rustix::fs::ioctl_ficlone(to, from).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn reflink(_from: &File, _to: &File) -> bool {
    false
}
