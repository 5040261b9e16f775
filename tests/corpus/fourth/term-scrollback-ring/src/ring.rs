use std::marker::PhantomData;
use std::ptr::NonNull;

#[repr(C)]
pub struct RawRing {
    _data: [u8; 0],
    _marker: PhantomData<(*mut u8, std::marker::PhantomPinned)>,
}

#[link(name = "scroll", kind = "static")]
extern "C" {
    fn ring_create(capacity: usize) -> Option<NonNull<RawRing>>;
    fn ring_push(ring: NonNull<RawRing>, text: *const u8, len: usize) -> bool;
    fn ring_len(ring: NonNull<RawRing>) -> usize;
    fn ring_copy(ring: NonNull<RawRing>, index: usize, out: *mut u8, cap: usize) -> isize;
    fn ring_destroy(ring: Option<NonNull<RawRing>>);
}

pub struct Scrollback(NonNull<RawRing>);

impl Scrollback {
    pub fn new(lines: usize) -> Option<Self> {
        unsafe { ring_create(lines.max(1)) }.map(Scrollback)
    }

    pub fn push(&mut self, line: &str) -> bool {
        unsafe { ring_push(self.0, line.as_ptr(), line.len()) }
    }

    pub fn len(&self) -> usize {
        unsafe { ring_len(self.0) }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn line(&self, index: usize) -> Option<String> {
        let mut buf = vec![0u8; 256];
        let n = unsafe { ring_copy(self.0, index, buf.as_mut_ptr(), buf.len()) };
        buf.truncate(usize::try_from(n).ok()?);
        String::from_utf8(buf).ok()
    }
}

impl Drop for Scrollback {
    fn drop(&mut self) {
        unsafe { ring_destroy(Some(self.0)) }
    }
}
