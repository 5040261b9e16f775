use std::ffi::{c_char, CStr};

/// # Safety
/// `key` is a C string.
#[no_mangle]
pub unsafe extern "C" fn cache_has(key: *const c_char) -> bool {
    let key = unsafe { CStr::from_ptr(key) };
    key.to_bytes().starts_with(b"user:")
}
