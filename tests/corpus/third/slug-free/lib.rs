//! Slugs for the pages of the static site generator.
mod fold;

use std::ffi::{c_char, CString};
use std::slice;

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

/// The slug of a title. The caller owns it.
#[no_mangle]
pub unsafe extern "C" fn slug_of(title: *const u8, len: usize) -> *mut c_char {
    if title.is_null() {
        return std::ptr::null_mut();
    }
    let bytes = slug(slice::from_raw_parts(title, len));
    match CString::new(bytes) {
        Ok(text) => text.into_raw(),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn slug_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
