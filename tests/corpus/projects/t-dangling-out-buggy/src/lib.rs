use std::ffi::{c_char, CString};
#[no_mangle]
pub unsafe extern "C" fn error_text(code: i32, out: *mut *const c_char) -> bool {
    if out.is_null() { return false; }
    let Ok(text) = CString::new(format!("error {code}")) else { return false };
    *out = text.as_ptr();
    true
}
