use std::collections::HashMap;
use std::ffi::{CStr, c_char};
#[derive(Default)]
pub struct Prefs { all: HashMap<String, i64> }
unsafe fn text(p: *const c_char) -> Option<String> {
    if p.is_null() { return None }
    let bytes = unsafe { CStr::from_ptr(p) }.to_bytes();
    Some(unsafe { String::from_utf8_unchecked(bytes.to_vec()) })
}
#[unsafe(no_mangle)]
pub extern "C" fn prefs_new() -> Box<Prefs> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn prefs_free(_: Option<Box<Prefs>>) {}
/// # Safety
/// `key` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn prefs_set(p: &mut Prefs, key: *const c_char, value: i64) -> bool {
    let Some(key) = (unsafe { text(key) }) else { return false };
    p.all.insert(key, value).is_none()
}
