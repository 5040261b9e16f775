//! Records on disk: little-endian numbers, byte strings with their length, nothing else.
//!
//! A [`Decoder`] never panics and never allocates more than the bytes it was given: `None` means that the bytes
//! are not what the writer wrote, and the caller treats the record as lost.

use crate::digest::{Content, Digest};

#[derive(Default)]
pub(crate) struct Encoder(pub(crate) Vec<u8>);

impl Encoder {
    pub(crate) fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn i64(&mut self, value: i64) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// A count or length.
    ///
    /// # Panics
    /// Above 2^32: no list in a record comes near it, and a wrong count must not reach a disk.
    pub(crate) fn count(&mut self, value: usize) {
        self.u32(u32::try_from(value).unwrap_or_else(|_| panic!("{value} entries in one record")));
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.count(value.len());
        self.0.extend_from_slice(value);
    }

    pub(crate) fn digest(&mut self, value: &Digest) {
        self.0.extend_from_slice(value.as_bytes());
    }

    pub(crate) fn content(&mut self, value: Content) {
        self.0.extend_from_slice(&value.to_bytes());
    }
}

pub(crate) struct Decoder<'a>(pub(crate) &'a [u8]);

impl<'a> Decoder<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    /// A count of entries that take at least `entry_bytes` each; `None` if so many cannot follow.
    pub(crate) fn count(&mut self, entry_bytes: usize) -> Option<usize> {
        let count = usize::try_from(self.u32()?).ok()?;
        (count.checked_mul(entry_bytes)? <= self.0.len()).then_some(count)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.count(1)?;
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    pub(crate) fn digest(&mut self) -> Option<Digest> {
        self.array().map(Digest::from_bytes)
    }

    pub(crate) fn content(&mut self) -> Option<Content> {
        Content::from_bytes(&self.array()?)
    }
}

/// A sealed file: magic, digest, payload. Written to a temporary name and renamed into place by the caller.
pub(crate) fn seal(magic: [u8; 8], payload: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(payload.len() + 40);
    sealed.extend_from_slice(&magic);
    sealed.extend_from_slice(Digest::of(payload).as_bytes());
    sealed.extend_from_slice(payload);
    sealed
}

/// The payload of a sealed file, if it is whole.
pub(crate) fn unseal(magic: [u8; 8], sealed: &[u8]) -> Option<&[u8]> {
    let mut decoder = Decoder(sealed);
    let whole = decoder.array::<8>()? == magic && decoder.digest()? == Digest::of(decoder.0);
    whole.then_some(decoder.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_every_truncation() {
        let mut encoder = Encoder::default();
        encoder.u8(7);
        encoder.u32(1 << 20);
        encoder.u64(1 << 40);
        encoder.i64(-5);
        encoder.bytes(b"name \xff");
        encoder.digest(&Digest::of(b"x"));
        encoder.content(Content::File { digest: Digest::of(b"y"), executable: true });
        let read = |bytes: &[u8]| {
            let mut decoder = Decoder(bytes);
            let all = (
                decoder.u8()?,
                decoder.u32()?,
                decoder.u64()?,
                decoder.i64()?,
                decoder.bytes()?.to_vec(),
                decoder.digest()?,
                decoder.content()?,
            );
            decoder.is_empty().then_some(all)
        };
        let whole = read(&encoder.0).unwrap();
        assert_eq!((whole.0, whole.1, whole.2, whole.3), (7, 1 << 20, 1 << 40, -5));
        assert_eq!(whole.4, b"name \xff");
        for length in 0..encoder.0.len() {
            assert!(read(&encoder.0[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn a_seal_tells_every_changed_byte() {
        let sealed = seal(*b"magic!!!", b"payload");
        assert_eq!(unseal(*b"magic!!!", &sealed), Some(&b"payload"[..]));
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(unseal(*b"magic!!!", &changed), None, "{index}");
            assert_eq!(unseal(*b"magic!!!", &sealed[..index]), None, "{index}");
        }
    }
}
