use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn is_keyword(t: *const c_char) -> bool {
    if t.is_null() { return false; }
    let t = unsafe { CStr::from_ptr(t) }.to_str().unwrap();
    matches!(t, "fn" | "let")
}
