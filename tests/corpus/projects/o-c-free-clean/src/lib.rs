use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn greet(n: u32) -> *mut c_char {
    match CString::new(format!("hello {n}")) { Ok(s) => s.into_raw(), Err(_) => std::ptr::null_mut() }
}
#[no_mangle]
pub unsafe extern "C" fn greet_free(s: *mut c_char) { if !s.is_null() { drop(CString::from_raw(s)) } }
