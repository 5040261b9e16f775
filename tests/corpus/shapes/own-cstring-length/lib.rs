use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn path_home() -> *mut c_char { CString::new("/home/ada/").map_or(std::ptr::null_mut(), CString::into_raw) }
#[no_mangle]
pub unsafe extern "C" fn path_free(p: *mut c_char) { if !p.is_null() { drop(CString::from_raw(p)); } }
