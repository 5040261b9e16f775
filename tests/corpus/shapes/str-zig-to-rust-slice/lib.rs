use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn log_line(text: *const c_char) {
    if !text.is_null() { println!("{}", CStr::from_ptr(text).to_string_lossy()); }
}
