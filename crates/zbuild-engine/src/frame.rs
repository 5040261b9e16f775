//! Frames of an appended file: a length, a checksum, a payload. What is not whole ends the file.

use crate::digest::Digest;

const PREFIX_BYTES: usize = 12;

fn checksum(payload: &[u8]) -> [u8; 8] {
    let digest = Digest::of(payload);
    let (head, _) = digest.as_bytes().split_first_chunk().unwrap_or((&[0; 8], &[]));
    *head
}

/// A frame around `payload`; nothing around nothing.
pub(crate) fn frame(payload: &[u8]) -> Option<Vec<u8>> {
    if payload.is_empty() {
        return None;
    }
    let length = u32::try_from(payload.len()).ok()?;
    let mut frame = Vec::with_capacity(PREFIX_BYTES + payload.len());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(&checksum(payload));
    frame.extend_from_slice(payload);
    Some(frame)
}

/// Gives each whole frame's payload to `read` until one is not whole; how many bytes that was. `None` if `read`
/// refuses one.
pub(crate) fn each<'a>(frames: &'a [u8], mut read: impl FnMut(&'a [u8]) -> Option<()>) -> Option<usize> {
    let mut rest = frames;
    while let Some((payload, next)) = first(rest) {
        read(payload)?;
        rest = next;
    }
    Some(frames.len() - rest.len())
}

fn first(frames: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = frames.split_first_chunk()?;
    let (sum, rest) = rest.split_first_chunk()?;
    let (payload, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    (*sum == checksum(payload)).then_some((payload, rest))
}
