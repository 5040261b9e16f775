use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn stats_add(key: *const c_char, value: i64) -> bool {
    if key.is_null() { return false; }
    let key = CStr::from_ptr(key).to_bytes();
    !key.is_empty() && value > 0
}
