use std::ffi::{c_char, CString};

#[no_mangle]
pub unsafe extern "C" fn escape(data: *const u8, len: usize) -> *mut c_char {
    if data.is_null() {
        return std::ptr::null_mut();
    }
    let bytes = std::slice::from_raw_parts(data, len).to_vec();
    CString::new(bytes).unwrap().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn escape_free(s: *mut c_char) {
    if !s.is_null() {
        drop(CString::from_raw(s));
    }
}
