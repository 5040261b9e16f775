use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn greeting(n: u32) -> *const c_char {
    let text = CString::new(format!("hello {n}")).unwrap_or_default();
    text.as_ptr()
}
