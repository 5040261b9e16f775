use std::ffi::{c_char, CString};
static TEXT: &std::ffi::CStr = c"unknown";
#[no_mangle]
pub unsafe extern "C" fn error_text(code: i32, out: *mut *const c_char) -> bool {
    if out.is_null() { return false; }
    let _ = code;
    *out = TEXT.as_ptr();
    true
}
