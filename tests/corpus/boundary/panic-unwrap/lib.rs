use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn parse_port(text: *const c_char) -> u16 {
    if text.is_null() { return 0; }
    let text = unsafe { CStr::from_ptr(text) };
    text.to_string_lossy().trim().parse().unwrap()
}
