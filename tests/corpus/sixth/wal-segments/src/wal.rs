//! Write-ahead log; the segments are written by the Zig side.

use std::fmt;
use std::ptr::NonNull;

mod ffi {
    use std::ptr::NonNull;

    #[repr(C)]
    pub struct Segment {
        _p: [u8; 0],
    }

    #[repr(C)]
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Summary {
        pub records: u32,
        pub bytes: u64,
        pub checksum: u32,
    }

    unsafe extern "C" {
        pub fn wal_open(capacity: usize) -> Option<NonNull<Segment>>;
        pub fn wal_append(segment: NonNull<Segment>, data: *const u8, len: usize) -> bool;
        /// Seals and frees the segment.
        pub fn wal_seal(segment: NonNull<Segment>) -> Summary;
        /// Frees a segment without sealing it.
        pub fn wal_close(segment: NonNull<Segment>);
    }
}

pub use ffi::Summary;

#[derive(Debug)]
pub struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("segment is full")
    }
}

impl std::error::Error for Full {}

pub struct Segment {
    raw: NonNull<ffi::Segment>,
}

impl Segment {
    pub fn open(capacity: usize) -> Option<Self> {
        unsafe { ffi::wal_open(capacity) }.map(|raw| Self { raw })
    }

    pub fn append(&mut self, record: &[u8]) -> Result<(), Full> {
        if unsafe { ffi::wal_append(self.raw, record.as_ptr(), record.len()) } { Ok(()) } else { Err(Full) }
    }

    pub fn seal(self) -> Summary {
        unsafe { ffi::wal_seal(self.raw) }
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        unsafe { ffi::wal_close(self.raw) }
    }
}
