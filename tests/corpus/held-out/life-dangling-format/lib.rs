use std::ffi::{c_char, CString};

#[no_mangle]
pub extern "C" fn error_text(code: i32) -> *const c_char {
    let text = CString::new(format!("error {code}")).unwrap_or_default();
    text.as_ptr()
}
