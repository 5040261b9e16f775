use std::mem;
use std::ptr::NonNull;

#[repr(C)]
struct RawRead {
    _p: [u8; 0],
}

unsafe extern "C" {
    /// `buf` is written until `read_wait` has returned.
    fn read_begin(sector: u32, buf: *mut u8, len: usize) -> *mut RawRead;
    /// Waits for the end and frees the request.
    fn read_wait(r: *mut RawRead) -> usize;
}

pub struct Pending {
    request: Option<NonNull<RawRead>>,
    buf: NonNull<[u8]>,
}

impl Pending {
    pub fn begin(sector: u32, len: usize) -> Option<Pending> {
        let buf = NonNull::new(Box::into_raw(vec![0u8; len].into_boxed_slice()))?;
        let mut pending = Pending { request: None, buf };
        let raw = unsafe { read_begin(sector, buf.as_ptr().cast(), len) };
        pending.request = Some(NonNull::new(raw)?);
        Some(pending)
    }

    fn finish(&mut self) -> usize {
        match self.request.take() {
            Some(r) => unsafe { read_wait(r.as_ptr()) },
            None => 0,
        }
    }

    pub fn wait(mut self) -> Vec<u8> {
        let n = self.finish();
        let buf = self.buf;
        mem::forget(self);
        let mut data = unsafe { Box::from_raw(buf.as_ptr()) }.into_vec();
        data.truncate(n);
        data
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.finish();
        drop(unsafe { Box::from_raw(self.buf.as_ptr()) });
    }
}
