use std::ffi::c_void;
use std::ops::Deref;
use std::ptr::NonNull;
use std::slice;

extern "C" {
    fn snippet_escape(text: *const u8, len: usize, out_len: *mut usize) -> *mut u8;
    fn free(ptr: *mut c_void);
}

struct Malloced {
    ptr: NonNull<u8>,
    len: usize,
}

impl Deref for Malloced {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        unsafe { slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }
}

impl Drop for Malloced {
    fn drop(&mut self) {
        unsafe { free(self.ptr.as_ptr().cast()) }
    }
}

fn escape(text: &str) -> Option<Malloced> {
    let mut len = 0;
    let ptr = unsafe { snippet_escape(text.as_ptr(), text.len(), &mut len) };
    NonNull::new(ptr).map(|ptr| Malloced { ptr, len })
}

fn main() {
    for text in ["a < b && c", "plain", ""] {
        match escape(text) {
            Some(html) => println!("{}", String::from_utf8_lossy(&html)),
            None => println!("out of memory"),
        }
    }
}
