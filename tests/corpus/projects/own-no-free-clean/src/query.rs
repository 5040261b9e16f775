use std::ffi::{c_char, CStr, CString};
fn give(s: String) -> *mut c_char {
    CString::new(s).map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn query_escape(raw: *const c_char) -> *mut c_char {
    if raw.is_null() { return std::ptr::null_mut(); }
    give(CStr::from_ptr(raw).to_string_lossy().replace('\'', "''"))
}
#[no_mangle]
pub unsafe extern "C" fn query_string_free(s: *mut c_char) {
    if !s.is_null() { drop(CString::from_raw(s)); }
}
