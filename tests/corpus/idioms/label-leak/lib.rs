use std::ffi::{CString, c_char};
use std::sync::OnceLock;
fn describe(level: u32) -> String { format!("level {level}") }
#[unsafe(no_mangle)]
pub extern "C" fn label_of(level: u32) -> *const c_char {
    let Ok(text) = CString::new(describe(level)) else { return std::ptr::null() };
    Box::leak(text.into_boxed_c_str()).as_ptr()
}
