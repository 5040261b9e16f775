use std::ffi::{c_char, CStr, CString};

fn to_c(bytes: &[u8]) -> CString {
    CString::new(bytes).expect("text")
}

#[no_mangle]
pub unsafe extern "C" fn slug(p: *const u8, n: usize) -> *mut c_char {
    let bytes = if p.is_null() { &[] } else { std::slice::from_raw_parts(p, n) };
    to_c(bytes).into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn slug_len(s: *const c_char) -> usize {
    if s.is_null() { 0 } else { CStr::from_ptr(s).count_bytes() }
}

#[no_mangle]
pub unsafe extern "C" fn slug_free(s: *mut c_char) {
    if !s.is_null() {
        drop(CString::from_raw(s));
    }
}
