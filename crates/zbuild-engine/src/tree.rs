//! Listings of directories: what a directory holds, in one canonical order, as bytes that can be digested and
//! stored. Times, owners and permissions other than *executable* are not part of it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::codec::{Decoder, Encoder};
use crate::digest::Digest;

/// Directories deeper than this are not listed: a path of the file system ends before.
const DEPTH_MAX: usize = 512;

/// Everything below a directory, sorted by path.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
pub(crate) struct Listing {
    pub(crate) entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Eq, Clone)]
pub(crate) struct Entry {
    /// Relative to the directory.
    pub(crate) path: Vec<u8>,
    pub(crate) kind: EntryKind,
}

#[derive(Debug, PartialEq, Eq, Clone)]
pub(crate) enum EntryKind {
    Directory,
    File {
        digest: Digest,
        executable: bool,
    },
    /// Links are kept as they are and never followed, so a loop cannot be walked.
    Symlink {
        target: Vec<u8>,
    },
}

impl Listing {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.count(self.entries.len());
        for entry in &self.entries {
            encoder.bytes(&entry.path);
            match &entry.kind {
                EntryKind::Directory => encoder.u8(0),
                EntryKind::File { digest, executable } => {
                    encoder.u8(1 + u8::from(*executable));
                    encoder.digest(digest);
                }
                EntryKind::Symlink { target } => {
                    encoder.u8(3);
                    encoder.bytes(target);
                }
            }
        }
        encoder.0
    }

    /// The inverse of `encode`. `None` also for paths that would leave the directory, by `..` or through a link.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder(bytes);
        let count = decoder.count(5)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(count);
        let mut directories: HashSet<&[u8]> = HashSet::from([&b""[..]]);
        for _ in 0..count {
            let path = decoder.bytes()?;
            let (parent, name) = match path.iter().rposition(|&byte| byte == b'/') {
                Some(0) => return None,
                Some(slash) => (&path[..slash], &path[slash + 1..]),
                None => (&b""[..], path),
            };
            let plain = !matches!(name, b"" | b"." | b"..") && !name.contains(&0);
            let sorted = entries.last().is_none_or(|last| last.path.as_slice() < path);
            if !plain || !sorted || !directories.contains(parent) {
                return None;
            }
            let kind = match decoder.u8()? {
                0 => {
                    directories.insert(path);
                    EntryKind::Directory
                }
                tag @ (1 | 2) => EntryKind::File { digest: decoder.digest()?, executable: tag == 2 },
                3 => EntryKind::Symlink { target: decoder.bytes()?.to_vec() },
                _ => return None,
            };
            entries.push(Entry { path: path.to_vec(), kind });
        }
        decoder.is_empty().then_some(Self { entries })
    }

    pub(crate) fn digest(&self) -> Digest {
        Digest::of(&self.encode())
    }
}

/// Walks `directory`, asking `file` for the digest and mode of each file by its path below `directory`.
///
/// `E` is the caller's error; an I/O error comes with the path below `directory` where it happened.
pub(crate) fn list<E>(
    directory: &Path,
    on_error: &impl Fn(&Path, io::Error) -> E,
    file: &mut impl FnMut(&[u8]) -> Result<(Digest, bool), E>,
) -> Result<Listing, E> {
    let mut entries = Vec::new();
    let mut pending = vec![(Vec::new(), 0)];
    while let Some((below, depth)) = pending.pop() {
        let folder = directory.join(crate::path::from_bytes(&below));
        let fail = |error| on_error(&folder, error);
        if depth > DEPTH_MAX {
            return Err(fail(io::Error::from(io::ErrorKind::QuotaExceeded)));
        }
        for found in fs::read_dir(&folder).map_err(fail)? {
            let found = found.map_err(fail)?;
            let mut path = below.clone();
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend_from_slice(found.file_name().as_bytes());
            let kind = found.file_type().map_err(fail)?;
            let kind = if kind.is_dir() {
                pending.push((path.clone(), depth + 1));
                EntryKind::Directory
            } else if kind.is_symlink() {
                let target = fs::read_link(found.path()).map_err(fail)?;
                EntryKind::Symlink { target: target.as_os_str().as_bytes().to_vec() }
            } else {
                let (digest, executable) = file(&path)?;
                EntryKind::File { digest, executable }
            };
            entries.push(Entry { path, kind });
        }
    }
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Listing { entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, kind: EntryKind) -> Entry {
        Entry { path: path.into(), kind }
    }

    fn file() -> EntryKind {
        EntryKind::File { digest: Digest::of(b"x"), executable: true }
    }

    fn link(target: &str) -> EntryKind {
        EntryKind::Symlink { target: target.into() }
    }

    #[test]
    fn survives_a_record() {
        let listing = Listing {
            entries: vec![
                entry("a", EntryKind::Directory),
                entry("a/b\n\"c\"", file()),
                entry("a/link", link("../../loop")),
                entry("z", file()),
            ],
        };
        assert_eq!(Listing::decode(&listing.encode()), Some(listing));
    }

    #[test]
    fn refuses_what_would_leave_the_directory() {
        let check = |entries: Vec<Entry>| {
            assert_eq!(Listing::decode(&Listing { entries }.encode()), None);
        };
        check(vec![entry("..", EntryKind::Directory)]);
        check(vec![entry("/etc", file())]);
        check(vec![entry("", file())]);
        check(vec![entry("a", EntryKind::Directory), entry("a/..", file())]);
        check(vec![entry("a", link("/etc")), entry("a/passwd", file())]);
        check(vec![entry("a/b", file())]);
        check(vec![entry("b", file()), entry("a", file())]);
        check(vec![entry("a", file()), entry("a", file())]);
    }
}
