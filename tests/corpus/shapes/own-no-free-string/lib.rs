use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn build_id(n: u32) -> *mut c_char {
    let text = format!("build-{n:08x}");
    match CString::new(text) { Ok(t) => t.into_raw(), Err(_) => std::ptr::null_mut() }
}
