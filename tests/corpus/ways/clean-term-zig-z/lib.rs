use std::ffi::{c_char, CStr};

/// # Safety
/// `key` is a C string.
#[no_mangle]
pub unsafe extern "C" fn cache_has(key: *const c_char) -> bool {
    unsafe { CStr::from_ptr(key) }.to_bytes().len() > 2
}
