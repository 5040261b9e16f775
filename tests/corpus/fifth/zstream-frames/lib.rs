//! Owned frames of the Zig compressor.
use std::fmt;
use std::ops::Deref;
use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy)]
struct RawFrame {
    ptr: *mut u8,
    len: usize,
}

extern "C" {
    fn zs_compress(src: *const u8, len: usize, out: *mut RawFrame) -> i32;
    fn zs_expand(src: *const u8, len: usize, out: *mut RawFrame) -> i32;
    fn zs_frame_free(f: RawFrame);
}

#[derive(Debug, PartialEq, Eq)]
pub enum Error {
    Memory,
    Corrupt,
    Unknown(i32),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Memory => f.write_str("out of memory"),
            Error::Corrupt => f.write_str("corrupt frame"),
            Error::Unknown(n) => write!(f, "error {n}"),
        }
    }
}

pub struct Frame {
    ptr: NonNull<u8>,
    len: usize,
}

// SAFETY: a frame owns its bytes, and the allocator of the library is thread safe
unsafe impl Send for Frame {}

type Step = unsafe extern "C" fn(*const u8, usize, *mut RawFrame) -> i32;

impl Frame {
    fn make(step: Step, src: &[u8]) -> Result<Frame, Error> {
        let mut raw = RawFrame { ptr: std::ptr::null_mut(), len: 0 };
        match unsafe { step(src.as_ptr(), src.len(), &mut raw) } {
            0 => NonNull::new(raw.ptr)
                .map(|ptr| Frame { ptr, len: raw.len })
                .ok_or(Error::Memory),
            -1 => Err(Error::Memory),
            -2 => Err(Error::Corrupt),
            n => Err(Error::Unknown(n)),
        }
    }

    pub fn compress(src: &[u8]) -> Result<Frame, Error> {
        Self::make(zs_compress, src)
    }

    pub fn expand(&self) -> Result<Frame, Error> {
        Self::make(zs_expand, self)
    }
}

impl Deref for Frame {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        unsafe { zs_frame_free(RawFrame { ptr: self.ptr.as_ptr(), len: self.len }) }
    }
}
