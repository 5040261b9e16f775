use std::ffi::{c_char, CStr, CString};

/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn to_text(data: *const u8, len: usize) -> *mut c_char {
    let mut bytes = std::slice::from_raw_parts(data, len).to_vec();
    bytes.push(0);
    let text = CStr::from_bytes_with_nul_unchecked(&bytes);
    text.to_owned().into_raw()
}

/// # Safety
/// From `to_text`.
#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
