use std::ffi::{CString, c_char};
#[unsafe(no_mangle)]
pub extern "C" fn svg_path(n: u32) -> *mut c_char {
    let mut d = String::from("M0 0");
    for i in 0..n.min(64) { d += &format!(" L{i} {}", i * 2); }
    match CString::new(d) { Ok(d) => d.into_raw(), Err(_) => std::ptr::null_mut() }
}
/// # Safety
/// From `svg_path`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn svg_path_free(d: *mut c_char) { if !d.is_null() { drop(unsafe { CString::from_raw(d) }) } }
