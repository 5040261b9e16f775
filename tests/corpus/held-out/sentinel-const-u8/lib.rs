use std::ffi::{c_char, CStr};

#[no_mangle]
pub unsafe extern "C" fn shell_words(line: *const c_char) -> usize {
    if line.is_null() {
        return 0;
    }
    CStr::from_ptr(line).to_bytes().split(|b| *b == b' ').count()
}
