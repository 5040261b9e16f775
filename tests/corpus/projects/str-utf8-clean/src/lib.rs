use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn words(p: *const c_char) -> usize {
    if p.is_null() { return 0; }
    let s = CStr::from_ptr(p).to_string_lossy();
    s.split_whitespace().count()
}
