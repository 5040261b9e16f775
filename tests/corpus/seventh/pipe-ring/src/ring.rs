use std::ptr::NonNull;

#[repr(C)]
struct RawRing {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn ring_open(capacity: usize) -> *mut RawRing;
    fn ring_write(r: *mut RawRing, data: *const u8, len: usize) -> usize;
    fn ring_read(r: *mut RawRing, out: *mut u8, cap: usize) -> usize;
    fn ring_close(r: *mut RawRing);
}

pub struct Pipe(NonNull<RawRing>);

impl Pipe {
    pub fn with_capacity(n: usize) -> Option<Pipe> {
        NonNull::new(unsafe { ring_open(n) }).map(Pipe)
    }

    pub fn write(&mut self, data: &[u8]) -> usize {
        unsafe { ring_write(self.0.as_ptr(), data.as_ptr(), data.len()) }
    }

    pub fn drain(&mut self) -> Vec<u8> {
        let mut buf = [0u8; 64];
        let n = unsafe { ring_read(self.0.as_ptr(), buf.as_mut_ptr(), buf.len()) };
        buf.iter().take(n).copied().collect()
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        unsafe { ring_close(self.0.as_ptr()) }
    }
}
