use std::ffi::{c_char, CStr, CString};
extern "C" { fn host_name() -> *mut c_char; fn host_name_free(name: *mut c_char); }
pub fn name() -> Option<String> {
    let raw = unsafe { host_name() };
    if raw.is_null() { return None; }
    let owned = unsafe { CStr::from_ptr(raw) }.to_str().ok().map(str::to_owned);
    unsafe { host_name_free(raw) };
    owned
}
