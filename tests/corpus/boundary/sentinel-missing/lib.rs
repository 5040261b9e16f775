use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn count_words(text: *const c_char) -> usize {
    if text.is_null() { return 0; }
    unsafe { CStr::from_ptr(text) }.to_bytes().split(|b| *b == b' ').count()
}
