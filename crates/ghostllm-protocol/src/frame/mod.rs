//! Cutting byte streams into frames, however the bytes were cut on their way.
//!
//! Holds: frames come out verbatim and in order, none is kept back once its last byte is there, and joined they
//! are the bytes that went in. Each byte is looked at once and copied at most once, also when a frame of
//! megabytes comes in small chunks. A frame longer than the limit is an error, never more memory.

pub mod event_stream;
pub mod ndjson;
pub mod sse;

use bytes::{Buf as _, Bytes, BytesMut};

/// Longest frame unless told otherwise: images travel in frames as base64.
pub const FRAME_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Why bytes are not frames.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The sender never ends a frame.
    #[error("a frame is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// An AWS event-stream message that contradicts itself.
    #[error("broken event-stream message: {problem}")]
    Message {
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Finds where the first frame ends.
pub(crate) trait Boundary {
    /// The length of the first frame in `bytes`. Called again with more bytes at the end while it says `None`,
    /// so that it can go on where it stopped; after `Some` it begins anew.
    fn find(&mut self, bytes: &[u8]) -> Result<Option<usize>, FrameError>;
}

/// The bytes that are no frame yet.
#[derive(Debug)]
pub(crate) struct Splitter<B> {
    boundary: B,
    /// The latest chunk, uncopied, as long as frames end in it.
    chunk: Bytes,
    /// Chunks joined, once a frame spans several. Then `chunk` is empty.
    joined: BytesMut,
    limit: usize,
}

impl<B: Boundary + Default + PartialEq> Splitter<B> {
    /// The bytes that are no frame yet, if none of them was looked at.
    pub(crate) fn front(&self) -> Option<&[u8]> {
        let bytes = if self.joined.is_empty() { &self.chunk[..] } else { &self.joined[..] };
        Some(bytes).filter(|_| self.boundary == B::default())
    }

    /// Takes so many bytes away from the front, where nothing was looked at.
    pub(crate) fn skip(&mut self, length: usize) {
        if self.joined.is_empty() { self.chunk.advance(length) } else { self.joined.advance(length) }
    }
}

impl<B: Boundary> Splitter<B> {
    pub(crate) fn new(boundary: B, limit: usize) -> Self {
        Self { boundary, chunk: Bytes::new(), joined: BytesMut::new(), limit }
    }

    pub(crate) fn push(&mut self, chunk: Bytes) {
        if self.chunk.is_empty() && self.joined.is_empty() {
            self.chunk = chunk;
            return;
        }
        if !self.chunk.is_empty() {
            self.joined.extend_from_slice(&self.chunk);
            self.chunk = Bytes::new();
        }
        self.joined.extend_from_slice(&chunk);
    }

    pub(crate) fn next(&mut self) -> Result<Option<Bytes>, FrameError> {
        let bytes = if self.joined.is_empty() { &self.chunk[..] } else { &self.joined[..] };
        if bytes.is_empty() {
            return Ok(None);
        }
        let length = self.boundary.find(bytes)?;
        if length.unwrap_or(bytes.len()) > self.limit {
            return Err(FrameError::TooLong { limit: self.limit });
        }
        Ok(length.map(|length| {
            if self.joined.is_empty() {
                self.chunk.split_to(length)
            } else {
                self.joined.split_to(length).freeze()
            }
        }))
    }

    /// What is left when the stream ends.
    pub(crate) fn rest(&mut self) -> Bytes {
        let joined = std::mem::take(&mut self.joined).freeze();
        let chunk = std::mem::take(&mut self.chunk);
        if joined.has_remaining() { joined } else { chunk }
    }
}
