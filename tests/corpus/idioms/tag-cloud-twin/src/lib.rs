use std::ffi::{CStr, CString, c_char};
use std::ptr;
#[derive(Default)]
pub struct Cloud { tags: Vec<(String, u32)> }
#[unsafe(no_mangle)]
pub extern "C" fn cloud_new() -> *mut Cloud { Box::into_raw(Box::default()) }
/// # Safety
/// From `cloud_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloud_free(c: *mut Cloud) { if !c.is_null() { drop(unsafe { Box::from_raw(c) }) } }
/// # Safety
/// `tag` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloud_add(c: *mut Cloud, tag: *const c_char) -> bool {
    let (Some(c), false) = (unsafe { c.as_mut() }, tag.is_null()) else { return false };
    let tag = unsafe { CStr::from_ptr(tag) }.to_string_lossy();
    match c.tags.iter_mut().find(|(t, _)| *t == tag) {
        Some((_, n)) => *n = n.saturating_add(1),
        None => c.tags.push((tag.into_owned(), 1)),
    }
    true
}
/// The tag that was seen most, or null.
/// # Safety
/// From `cloud_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloud_top(c: *const Cloud) -> *mut c_char {
    let top = unsafe { c.as_ref() }.and_then(|c| c.tags.iter().max_by_key(|(_, n)| *n));
    top.and_then(|(t, _)| CString::new(t.as_str()).ok()).map_or(ptr::null_mut(), |t| t.into_raw())
}
/// # Safety
/// From `cloud_top`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloud_text_free(t: *mut c_char) {
    if t.is_null() { return }
    let _ = unsafe { CString::from_raw(t) };
}
