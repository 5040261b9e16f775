use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn version_text(major: u32) -> *mut c_char {
    CString::new(format!("v{major}")).map_or(std::ptr::null_mut(), CString::into_raw)
}
