use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn text_length(t: *const c_char) -> usize {
    if t.is_null() { 0 } else { unsafe { CStr::from_ptr(t) }.to_bytes().len() }
}
