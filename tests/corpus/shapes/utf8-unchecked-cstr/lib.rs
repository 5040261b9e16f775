use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn word_count(text: *const c_char) -> usize {
    if text.is_null() { return 0; }
    let text = std::str::from_utf8_unchecked(CStr::from_ptr(text).to_bytes());
    text.split_whitespace().count()
}
