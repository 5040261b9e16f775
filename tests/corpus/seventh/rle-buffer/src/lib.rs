use std::ops::Deref;
use std::ptr;
use std::slice;

#[repr(C)]
struct RawBuf {
    ptr: *mut u8,
    len: usize,
}

extern "C" {
    fn rle_pack(data: *const u8, len: usize, out: *mut RawBuf) -> bool;
    fn rle_unpack(data: *const u8, len: usize, max: usize, out: *mut RawBuf) -> bool;
    fn rle_release(ptr: *mut u8, len: usize);
}

/// Bytes that belong to the Zig side.
pub struct ZigBytes(RawBuf);

impl ZigBytes {
    fn empty() -> Self {
        ZigBytes(RawBuf { ptr: ptr::null_mut(), len: 0 })
    }
}

impl Deref for ZigBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        if self.0.ptr.is_null() {
            return &[];
        }
        unsafe { slice::from_raw_parts(self.0.ptr, self.0.len) }
    }
}

impl Drop for ZigBytes {
    fn drop(&mut self) {
        if !self.0.ptr.is_null() {
            unsafe { rle_release(self.0.ptr, self.0.len) }
        }
    }
}

pub fn pack(data: &[u8]) -> Option<ZigBytes> {
    let mut out = ZigBytes::empty();
    unsafe { rle_pack(data.as_ptr(), data.len(), &mut out.0) }.then_some(out)
}

pub fn unpack(data: &[u8], max: usize) -> Option<Vec<u8>> {
    let mut out = ZigBytes::empty();
    let ok = unsafe { rle_unpack(data.as_ptr(), data.len(), max, &mut out.0) };
    ok.then(|| out.to_vec())
}
