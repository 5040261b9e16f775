use std::ffi::{c_char, CStr};
extern "C" { fn zig_name(id: u32) -> *const c_char; }
pub fn name(id: u32) -> String {
    let p = unsafe { zig_name(id) };
    if p.is_null() { return String::new(); }
    unsafe { CStr::from_ptr(p) }.to_string_lossy().into_owned()
}
