use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn env_set(name: *const c_char) -> bool {
    !name.is_null() && !CStr::from_ptr(name).to_bytes().is_empty()
}
