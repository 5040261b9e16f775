//! Frames of an appended file: a length, a checksum, a payload. What is not whole ends the file.

const PREFIX_BYTES: usize = 8;

/// Tells a torn write from a whole one; nobody means to forge a frame. Of several checksums this one is a
/// processor's own instruction: a digest took a tenth of a build in which nothing changed.
fn checksum(length: [u8; 4], payload: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length);
    hasher.update(payload);
    hasher.finalize().to_le_bytes()
}

/// A frame around `payload`; nothing around nothing.
pub(crate) fn frame(payload: &[u8]) -> Option<Vec<u8>> {
    if payload.is_empty() {
        return None;
    }
    let length = u32::try_from(payload.len()).ok()?.to_le_bytes();
    let mut frame = Vec::with_capacity(PREFIX_BYTES + payload.len());
    frame.extend_from_slice(&length);
    frame.extend_from_slice(&checksum(length, payload));
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
    (*sum == checksum(*length, payload)).then_some((payload, rest))
}
