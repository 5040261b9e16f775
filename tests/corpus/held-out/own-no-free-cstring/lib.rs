use std::ffi::{c_char, CString};

#[no_mangle]
pub extern "C" fn version_text(major: u32, minor: u32) -> *mut c_char {
    let text = format!("{major}.{minor}");
    match CString::new(text) {
        Ok(s) => s.into_raw(),
        Err(_) => std::ptr::null_mut(),
    }
}
