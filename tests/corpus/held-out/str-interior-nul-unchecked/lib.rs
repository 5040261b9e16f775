use std::ffi::{c_char, CString};

#[no_mangle]
pub unsafe extern "C" fn tag_new(data: *const u8, len: usize) -> *mut c_char {
    let mut bytes = Vec::new();
    if !data.is_null() {
        bytes.extend_from_slice(std::slice::from_raw_parts(data, len));
    }
    CString::from_vec_unchecked(bytes).into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn tag_free(s: *mut c_char) {
    if !s.is_null() {
        drop(CString::from_raw(s));
    }
}
