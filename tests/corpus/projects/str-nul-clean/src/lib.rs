use std::ffi::{c_char, CString};
#[no_mangle]
pub unsafe extern "C" fn title_case(p: *const u8, n: usize) -> *mut c_char {
    if p.is_null() { return std::ptr::null_mut(); }
    let text = String::from_utf8_lossy(std::slice::from_raw_parts(p, n)).to_uppercase();
    CString::new(text).map_or(std::ptr::null_mut(), |s| s.into_raw())
}
#[no_mangle]
pub unsafe extern "C" fn title_free(p: *mut c_char) { if !p.is_null() { drop(CString::from_raw(p)); } }
