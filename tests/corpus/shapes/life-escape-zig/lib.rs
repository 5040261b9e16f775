use std::ffi::{c_char, CString};
extern "C" {
    fn log_prefix(text: *const c_char);
    fn log_write(level: u32);
}
pub fn init(name: &str) {
    let prefix = CString::new(format!("[{name}]")).unwrap_or_default();
    unsafe { log_prefix(prefix.as_ptr()) };
}
pub fn write(level: u32) { unsafe { log_write(level) } }
