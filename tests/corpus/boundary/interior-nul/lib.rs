use std::ffi::{c_char, CString};
#[no_mangle]
pub unsafe extern "C" fn copy_text(data: *const u8, len: usize) -> *mut c_char {
    if data.is_null() { return std::ptr::null_mut(); }
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    CString::new(bytes).unwrap().into_raw()
}
#[no_mangle]
pub unsafe extern "C" fn copy_free(t: *mut c_char) { if !t.is_null() { drop(unsafe { CString::from_raw(t) }); } }
