use std::ffi::{c_char, CString};

/// # Safety
/// `name` has `len` bytes; free the result with `label_free`.
#[no_mangle]
pub unsafe extern "C" fn label_make(name: *const u8, len: usize) -> *mut c_char {
    let name = String::from_utf8_lossy(std::slice::from_raw_parts(name, len));
    let text = format!("<{name}>");
    CString::new(text).unwrap().into_raw()
}

/// # Safety
/// From `label_make`.
#[no_mangle]
pub unsafe extern "C" fn label_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
