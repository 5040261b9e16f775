use std::ffi::{CStr, c_char};
/// # Safety
/// `line` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn run_line(line: *const c_char) -> i32 {
    if line.is_null() { return -1 }
    i32::try_from(unsafe { CStr::from_ptr(line) }.to_bytes().len()).unwrap_or(-1)
}
