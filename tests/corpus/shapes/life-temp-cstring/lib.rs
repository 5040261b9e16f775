use std::ffi::{c_char, CString};
extern "C" { fn win_title(text: *const c_char) -> bool; }
pub fn set(name: &str) -> bool {
    let Ok(title) = CString::new(name).map(|t| t.as_ptr()) else { return false };
    unsafe { win_title(title) }
}
pub fn set2(name: &str) -> bool {
    let p = CString::new(name).unwrap_or_default().as_ptr();
    unsafe { win_title(p) }
}
