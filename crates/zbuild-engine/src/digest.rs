//! BLAKE3 digests, and what a path holds as far as a build can tell.

use std::fmt;
use std::io::{self, Read};

/// Bytes read at once while a file is digested.
const READ_BYTES: usize = 128 * 1024;

/// The BLAKE3 digest of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of everything `reader` gives, and how many bytes that was.
    pub fn of_reader(reader: &mut impl Read) -> io::Result<(Self, u64)> {
        let mut hasher = Hasher::default();
        in_pieces(reader, |piece| {
            hasher.update(piece);
            Ok(())
        })?;
        Ok(hasher.finish())
    }

    /// A digest from its 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the 64 hexadecimal digits that `Display` writes.
    pub fn from_hex(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|hash| Self(*hash.as_bytes()))
    }
}

/// Hands over everything that `reader` gives.
pub(crate) fn in_pieces(
    reader: &mut impl Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; READ_BYTES];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(n) => take(&buffer[..n])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", &blake3::Hash::from_bytes(self.0).to_hex()[..12])
    }
}

/// Digests bytes that arrive in pieces.
#[derive(Default)]
pub(crate) struct Hasher {
    state: blake3::Hasher,
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    /// The digest and the number of bytes.
    pub(crate) fn finish(&self) -> (Digest, u64) {
        (Digest(*self.state.finalize().as_bytes()), self.state.count())
    }
}

/// What a path holds, as far as a build can tell: never times, owners or inode numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Content {
    /// Nothing is there.
    Absent,
    /// A file. Inputs are read through symbolic links.
    File {
        /// The digest of its bytes.
        digest: Digest,
        /// Whether its owner may execute it.
        executable: bool,
    },
    /// A directory, with everything below it.
    Tree {
        /// The digest of its listing: names, kinds, digests (see `tree`).
        digest: Digest,
    },
    /// A symbolic link, as an output: what it is, not what it leads to.
    Link {
        /// The digest of its text.
        digest: Digest,
    },
}

impl Content {
    /// The first byte of `to_bytes` when nothing is there.
    pub(crate) const ABSENT_TAG: u8 = 0;

    /// Length of `to_bytes`.
    pub(crate) const BYTES: usize = 33;

    /// A fixed-width form: for keys, and for records on disk.
    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let (tag, digest) = match self {
            Self::Absent => (Self::ABSENT_TAG, [0; 32]),
            Self::File { digest, executable: false } => (1, digest.0),
            Self::File { digest, executable: true } => (2, digest.0),
            Self::Tree { digest } => (3, digest.0),
            Self::Link { digest } => (4, digest.0),
        };
        let mut bytes = [0; Self::BYTES];
        bytes[0] = tag;
        bytes[1..].copy_from_slice(&digest);
        bytes
    }

    /// The inverse of `to_bytes`; `None` for bytes that it never writes.
    pub(crate) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Option<Self> {
        let mut digest = [0; 32];
        digest.copy_from_slice(&bytes[1..]);
        let digest = Digest(digest);
        match bytes[0] {
            Self::ABSENT_TAG => Some(Self::Absent),
            1 => Some(Self::File { digest, executable: false }),
            2 => Some(Self::File { digest, executable: true }),
            3 => Some(Self::Tree { digest }),
            4 => Some(Self::Link { digest }),
            _ => None,
        }
    }
}
