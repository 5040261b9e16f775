use std::ffi::{c_char, CStr};

/// # Safety
/// `word` is a C string.
#[no_mangle]
pub unsafe extern "C" fn stem_hash(word: *const c_char) -> u64 {
    CStr::from_ptr(word).to_bytes().iter().fold(7, |h: u64, b| h.wrapping_mul(31) ^ u64::from(*b))
}
