use std::ffi::{c_char, CStr};
fn text<'a>(p: *const c_char) -> Option<&'a str> {
    if p.is_null() { return None; }
    unsafe { CStr::from_ptr(p) }.to_str().ok()
}
#[no_mangle]
pub extern "C" fn tags_contains(name: *const c_char) -> bool {
    text(name).is_some_and(|name| ["a", "b"].contains(&name))
}
