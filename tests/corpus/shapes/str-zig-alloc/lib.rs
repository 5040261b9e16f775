use std::ffi::{c_char, CStr};
extern "C" {
    fn path_join(a: *const c_char, b: *const c_char) -> *mut c_char;
    fn path_free(p: *mut c_char);
}
pub fn join(a: &CStr, b: &CStr) -> Option<String> {
    let p = unsafe { path_join(a.as_ptr(), b.as_ptr()) };
    if p.is_null() { return None; }
    let text = unsafe { CStr::from_ptr(p) }.to_string_lossy().into_owned();
    unsafe { path_free(p) };
    Some(text)
}
