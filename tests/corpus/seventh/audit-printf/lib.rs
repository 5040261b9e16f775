use std::ffi::CStr;
use std::os::raw::{c_char, c_int};
use std::sync::Mutex;

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[no_mangle]
pub unsafe extern "C" fn audit_log(level: c_int, text: *const c_char) -> c_int {
    if text.is_null() {
        return -1;
    }
    let text = CStr::from_ptr(text).to_string_lossy();
    match LINES.lock() {
        Ok(mut lines) => {
            lines.push(format!("<{level}> {text}"));
            0
        }
        Err(_) => -1,
    }
}

#[no_mangle]
pub extern "C" fn audit_count() -> usize {
    LINES.lock().map(|l| l.len()).unwrap_or(0)
}
