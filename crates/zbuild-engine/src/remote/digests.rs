//! Digests as a service counts them: the function is the service's choice, the size is part of the digest.

use std::io::{self, Read};

use bazel_remote_apis::build::bazel::remote::execution::v2::{
    Digest as RemoteDigest, digest_function::Value,
};
use sha2::Digest as _;

use crate::digest::in_pieces;

/// A function that services use and we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Sha256,
    Blake3,
}

/// Digests bytes that arrive in pieces.
pub(super) struct Hasher {
    state: State,
    size: i64,
}

enum State {
    Sha256(sha2::Sha256),
    Blake3(Box<blake3::Hasher>),
}

impl Function {
    /// The first of ours that a service has. Without a word it is SHA-256, as the protocol says.
    pub(super) fn of(offered: &[i32]) -> Option<Self> {
        let known = [(Value::Sha256, Self::Sha256), (Value::Blake3, Self::Blake3)];
        let ours = known.into_iter().find(|(value, _)| offered.contains(&(*value as i32)));
        if offered.is_empty() { Some(Self::Sha256) } else { ours.map(|(_, function)| function) }
    }

    pub(super) fn number(self) -> i32 {
        match self {
            Self::Sha256 => Value::Sha256 as i32,
            Self::Blake3 => Value::Blake3 as i32,
        }
    }

    /// What stands before a digest in the name of a resource. SHA-256 is told by its length.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Sha256 => "",
            Self::Blake3 => "blake3/",
        }
    }

    pub(super) fn hasher(self) -> Hasher {
        let state = match self {
            Self::Sha256 => State::Sha256(sha2::Sha256::new()),
            Self::Blake3 => State::Blake3(Box::default()),
        };
        Hasher { state, size: 0 }
    }

    pub(super) fn of_bytes(self, bytes: &[u8]) -> RemoteDigest {
        let mut hasher = self.hasher();
        hasher.update(bytes);
        hasher.finish()
    }

    pub(super) fn of_reader(self, reader: &mut impl Read) -> io::Result<RemoteDigest> {
        let mut hasher = self.hasher();
        in_pieces(reader, |piece| {
            hasher.update(piece);
            Ok(())
        })?;
        Ok(hasher.finish())
    }
}

impl Hasher {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Sha256(state) => state.update(bytes),
            State::Blake3(state) => drop(state.update(bytes)),
        }
        self.size = self.size.saturating_add_unsigned(bytes.len() as u64);
    }

    pub(super) fn finish(self) -> RemoteDigest {
        let hash = match self.state {
            State::Sha256(state) => hex(&state.finalize()),
            State::Blake3(state) => state.finalize().to_hex().to_string(),
        };
        RemoteDigest { hash, size_bytes: self.size }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
