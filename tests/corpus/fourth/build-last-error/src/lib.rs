pub mod error;
mod glob;

use std::os::raw::{c_char, c_int};

/// 1 when the path matches, 0 when not, -1 on error (see `bt_last_error`).
///
/// # Safety
/// Both texts are valid for their lengths.
#[no_mangle]
pub unsafe extern "C" fn bt_glob_match(
    pattern: *const u8,
    pattern_len: usize,
    path: *const u8,
    path_len: usize,
) -> c_int {
    if pattern.is_null() || path.is_null() {
        return error::set("null argument");
    }
    let pattern = std::slice::from_raw_parts(pattern, pattern_len);
    let path = std::slice::from_raw_parts(path, path_len);
    match glob::matches(pattern, path) {
        Ok(m) => c_int::from(m),
        Err(e) => error::set(&e),
    }
}

/// Message of the last error on this thread, or null. Valid until the next call.
#[no_mangle]
pub extern "C" fn bt_last_error() -> *const c_char {
    error::last()
}
