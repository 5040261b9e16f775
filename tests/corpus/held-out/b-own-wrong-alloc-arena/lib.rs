use std::ffi::{c_char, CString};

#[no_mangle]
pub extern "C" fn render(width: u32) -> *mut c_char {
    let line = "-".repeat(width.min(80) as usize);
    CString::new(line).map(|c| c.into_raw()).unwrap_or(std::ptr::null_mut())
}

#[no_mangle]
pub unsafe extern "C" fn render_free(p: *mut c_char) {
    if !p.is_null() {
        drop(CString::from_raw(p));
    }
}
