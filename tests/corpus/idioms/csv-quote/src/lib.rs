use std::ffi::{CString, c_char};
fn quote(field: &[u8]) -> Vec<u8> {
    let mut out = vec![b'"'];
    for b in field { if *b == b'"' { out.push(b'"') } out.push(*b); }
    out.push(b'"');
    out
}
/// # Safety
/// `field` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn csv_quote(field: *const u8, len: usize) -> *mut c_char {
    if field.is_null() { return std::ptr::null_mut() }
    let quoted = quote(unsafe { std::slice::from_raw_parts(field, len) });
    CString::new(quoted).expect("quoted text").into_raw()
}
/// # Safety
/// From `csv_quote`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn csv_free(p: *mut c_char) { if !p.is_null() { drop(unsafe { CString::from_raw(p) }) } }
