//! Slugs for the pages of the static site generator.
mod fold;

use std::ffi::{c_char, c_void};
use std::slice;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
}

fn slug(title: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(title.len());
    let mut gap = false;
    for byte in title {
        match fold::letter(*byte) {
            Some(letter) => {
                if gap && !out.is_empty() {
                    out.push(b'-');
                }
                gap = false;
                out.push(letter);
            }
            None => gap = true,
        }
    }
    out
}

/// The slug of a title, from `malloc`. The caller frees it with `free`.
#[no_mangle]
pub unsafe extern "C" fn slug_of(title: *const u8, len: usize) -> *mut c_char {
    if title.is_null() {
        return std::ptr::null_mut();
    }
    let bytes = slug(slice::from_raw_parts(title, len));
    let room = malloc(bytes.len() + 1).cast::<u8>();
    if room.is_null() {
        return std::ptr::null_mut();
    }
    room.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
    room.add(bytes.len()).write(0);
    room.cast()
}
