use std::ffi::{c_char, CString};
extern "C" { fn term_title(text: *const c_char); }
/// Sets the title to what the program sent.
#[no_mangle]
pub unsafe extern "C" fn pty_title(data: *const u8, len: usize) {
    if data.is_null() { return; }
    let title = String::from_utf8_lossy(std::slice::from_raw_parts(data, len));
    let title = CString::new(title.as_bytes()).expect("title");
    term_title(title.as_ptr());
}
