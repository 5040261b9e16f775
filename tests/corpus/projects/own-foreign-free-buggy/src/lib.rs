use std::ffi::{c_char, CStr, CString};
extern "C" { fn host_name() -> *mut c_char; }
pub fn name() -> Option<String> {
    let raw = unsafe { host_name() };
    if raw.is_null() { return None; }
    let owned = unsafe { CString::from_raw(raw) };
    owned.into_string().ok()
}
