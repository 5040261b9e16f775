use std::ffi::{c_char, CStr};

/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn count_chars(data: *const u8, len: usize) -> isize {
    let bytes = std::slice::from_raw_parts(data, len);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().count() as isize,
        Err(_) => -1,
    }
}

/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn count_ascii(data: *const u8, len: usize) -> isize {
    let bytes = std::slice::from_raw_parts(data, len);
    if !bytes.is_ascii() {
        return -1;
    }
    std::str::from_utf8_unchecked(bytes).len() as isize
}

/// # Safety
/// `text` is a C string.
#[no_mangle]
pub unsafe extern "C" fn count_lossy(text: *const c_char) -> usize {
    CStr::from_ptr(text).to_string_lossy().chars().count()
}

/// # Safety
/// `text` is a C string.
#[no_mangle]
pub unsafe extern "C" fn count_or_zero(text: *const c_char) -> usize {
    CStr::from_ptr(text).to_str().map_or(0, str::len)
}

#[no_mangle]
pub extern "C" fn hex_digits(value: u32) -> usize {
    let digits: Vec<u8> = format!("{value:x}").into_bytes();
    unsafe { String::from_utf8_unchecked(digits) }.len()
}
