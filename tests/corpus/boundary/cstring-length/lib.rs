use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn path_get() -> *mut c_char {
    CString::new("a/b/c").map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn path_free(p: *mut c_char) {
    if !p.is_null() { drop(unsafe { CString::from_raw(p) }); }
}
