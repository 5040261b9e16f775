use std::ffi::{CString, c_char};
#[derive(Default)]
pub struct Mail { subject: String }
#[unsafe(no_mangle)]
pub extern "C" fn mail_new() -> Box<Mail> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn mail_free(_: Option<Box<Mail>>) {}
/// # Safety
/// `text` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mail_subject(m: &mut Mail, text: *const u8, len: usize) -> bool {
    if text.is_null() { return false }
    let Ok(text) = std::str::from_utf8(unsafe { std::slice::from_raw_parts(text, len) }) else { return false };
    text.trim().clone_into(&mut m.subject);
    true
}
#[unsafe(no_mangle)]
pub extern "C" fn mail_line(m: &Mail) -> *mut c_char {
    let line = format!("Subject: {}", m.subject);
    CString::new(line).map_or(std::ptr::null_mut(), CString::into_raw)
}
/// # Safety
/// From `mail_line`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mail_line_free(p: *mut c_char) { if !p.is_null() { drop(unsafe { CString::from_raw(p) }) } }
