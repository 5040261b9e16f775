use std::ffi::{c_char, CStr, CString};
#[no_mangle]
pub unsafe extern "C" fn shout(text: *const c_char) -> *mut c_char {
    if text.is_null() { return std::ptr::null_mut(); }
    let Ok(text) = unsafe { CStr::from_ptr(text) }.to_str() else { return std::ptr::null_mut() };
    CString::new(text.to_uppercase()).map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn shout_free(text: *mut c_char) {
    if !text.is_null() { drop(unsafe { CString::from_raw(text) }); }
}
