use std::ffi::{c_char, CStr};
unsafe fn text<'a>(p: *const c_char) -> &'a str {
    CStr::from_ptr(p).to_str().expect("utf-8")
}
#[no_mangle]
pub unsafe extern "C" fn tag_matches(a: *const c_char, b: *const c_char) -> bool {
    if a.is_null() || b.is_null() { return false; }
    text(a).eq_ignore_ascii_case(text(b))
}
