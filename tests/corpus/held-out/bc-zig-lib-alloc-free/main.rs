use std::ffi::c_void;
use std::ops::Deref;

#[repr(C)]
struct RawBuf {
    ptr: *mut u8,
    len: usize,
}

extern "C" {
    fn deflate(src: *const u8, len: usize) -> RawBuf;
    fn buf_free(buf: RawBuf);
    fn scratch_new(n: usize) -> *mut c_void;
    fn scratch_free(p: *mut c_void, n: usize);
}

struct Buf(RawBuf);

impl Deref for Buf {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        if self.0.ptr.is_null() {
            return &[];
        }
        unsafe { std::slice::from_raw_parts(self.0.ptr, self.0.len) }
    }
}

impl Drop for Buf {
    fn drop(&mut self) {
        unsafe { buf_free(RawBuf { ptr: self.0.ptr, len: self.0.len }) }
    }
}

fn main() {
    let data = vec![7u8; 100];
    let out = Buf(unsafe { deflate(data.as_ptr(), data.len()) });
    println!("{}", out.len());
    let p = unsafe { scratch_new(64) };
    if p.is_null() {
        return;
    }
    unsafe { scratch_free(p, 64) };
}
