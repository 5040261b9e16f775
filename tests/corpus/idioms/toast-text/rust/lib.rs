use std::ffi::{CStr, CString, c_char};
/// The text in upper case; free it with `toast_text_free`.
/// # Safety
/// `text` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn toast_text(text: *const c_char) -> *mut c_char {
    let Ok(text) = unsafe { CStr::from_ptr(text) }.to_str() else { return std::ptr::null_mut() };
    CString::new(text.to_uppercase()).map_or(std::ptr::null_mut(), CString::into_raw)
}
/// # Safety
/// From `toast_text`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn toast_text_free(text: *mut c_char) {
    if !text.is_null() { drop(unsafe { CString::from_raw(text) }) }
}
