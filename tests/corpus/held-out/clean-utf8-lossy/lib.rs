use std::borrow::Cow;
use std::ffi::{c_char, CStr};

#[no_mangle]
pub unsafe extern "C" fn word_count(text: *const c_char) -> i32 {
    if text.is_null() {
        return -1;
    }
    let c = CStr::from_ptr(text);
    let Ok(strict) = c.to_str() else {
        let lossy: Cow<'_, str> = c.to_string_lossy();
        return lossy.split_whitespace().count() as i32;
    };
    strict.split_whitespace().count() as i32
}

#[no_mangle]
pub unsafe extern "C" fn ascii_len(p: *const u8, n: usize) -> usize {
    if p.is_null() {
        return 0;
    }
    let raw = std::slice::from_raw_parts(p, n);
    if !raw.is_ascii() {
        return 0;
    }
    std::str::from_utf8_unchecked(raw).len()
}
