use std::ffi::{c_char, CStr};

#[no_mangle]
pub unsafe extern "C" fn count_letters(text: *const c_char) -> usize {
    if text.is_null() {
        return 0;
    }
    let bytes = CStr::from_ptr(text).to_bytes();
    let s = std::str::from_utf8_unchecked(bytes);
    s.chars().filter(|c| c.is_alphabetic()).count()
}
