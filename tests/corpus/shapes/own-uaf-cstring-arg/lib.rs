use std::ffi::{c_char, CString};
extern "C" { fn font_load(path: *const c_char) -> u32; }
pub fn load(path: &str) -> u32 {
    let ptr = {
        let path = CString::new(path).unwrap_or_default();
        path.as_ptr()
    };
    unsafe { font_load(ptr) }
}
