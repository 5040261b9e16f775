use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn number_parse(text: *const c_char, radix: u32, out: *mut i64) -> bool {
    if text.is_null() || out.is_null() { return false; }
    let Ok(text) = CStr::from_ptr(text).to_str() else { return false };
    match i64::from_str_radix(text, radix) {
        Ok(n) => { *out = n; true }
        Err(_) => false,
    }
}
