use std::ffi::{CString, c_char};
#[unsafe(no_mangle)]
pub extern "C" fn title_get(id: u32) -> *mut c_char {
    CString::new(format!("  title {id}  ")).map_or(std::ptr::null_mut(), CString::into_raw)
}
/// # Safety
/// From `title_get`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn title_free(t: *mut c_char) { if !t.is_null() { let _ = unsafe { CString::from_raw(t) }; } }
