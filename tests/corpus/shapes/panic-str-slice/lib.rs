use std::ffi::{c_char, CStr, CString};
/// First `n` bytes of a title. Free with `title_free`.
#[no_mangle]
pub unsafe extern "C" fn title_cut(text: *const c_char, n: usize) -> *mut c_char {
    if text.is_null() { return std::ptr::null_mut(); }
    let Ok(text) = CStr::from_ptr(text).to_str() else { return std::ptr::null_mut() };
    let end = n.min(text.len());
    CString::new(&text[..end]).map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn title_free(text: *mut c_char) {
    if !text.is_null() { drop(CString::from_raw(text)); }
}
