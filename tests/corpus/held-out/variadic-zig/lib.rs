use std::ffi::{c_char, c_int, CStr};

#[no_mangle]
pub unsafe extern "C" fn log_line(level: c_int, fmt: *const c_char) -> c_int {
    if fmt.is_null() {
        return -1;
    }
    let len = CStr::from_ptr(fmt).to_bytes().len();
    level.saturating_add(len as c_int)
}
