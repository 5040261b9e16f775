//! Write-ahead log that rotates its segments.

use std::mem::ManuallyDrop;
use std::ptr::NonNull;

#[repr(C)]
struct RawSegment {
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
    fn seg_open(capacity: usize) -> Option<NonNull<RawSegment>>;
    fn seg_append(segment: NonNull<RawSegment>, data: *const u8, len: usize) -> bool;
    fn seg_used(segment: NonNull<RawSegment>) -> usize;
    /// Seals and frees the segment.
    fn seg_seal(segment: NonNull<RawSegment>) -> Summary;
    /// Frees a segment without sealing it.
    fn seg_close(segment: NonNull<RawSegment>);
}

pub struct Segment {
    raw: NonNull<RawSegment>,
}

impl Segment {
    pub fn open(capacity: usize) -> Option<Self> {
        unsafe { seg_open(capacity) }.map(|raw| Self { raw })
    }

    pub fn append(&mut self, record: &[u8]) -> bool {
        unsafe { seg_append(self.raw, record.as_ptr(), record.len()) }
    }

    pub fn seal(self) -> Option<Summary> {
        if unsafe { seg_used(self.raw) } == 0 {
            return None;
        }
        let this = ManuallyDrop::new(self);
        Some(unsafe { seg_seal(this.raw) })
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        unsafe { seg_close(self.raw) }
    }
}

pub struct Log {
    current: Option<Segment>,
    capacity: usize,
    pub sealed: Vec<Summary>,
}

impl Log {
    pub fn new(capacity: usize) -> Self {
        Self { current: None, capacity, sealed: Vec::new() }
    }

    pub fn rotate(&mut self) {
        self.sealed.extend(self.current.take().and_then(Segment::seal));
    }

    pub fn append(&mut self, record: &[u8]) -> bool {
        for _ in 0..2 {
            if self.current.is_none() {
                self.current = Segment::open(self.capacity);
            }
            match &mut self.current {
                Some(s) if s.append(record) => return true,
                Some(_) => self.rotate(),
                None => return false,
            }
        }
        false
    }
}
