use std::ffi::{c_char, CStr};

#[no_mangle]
pub unsafe extern "C" fn env_hash(name: *const c_char) -> u32 {
    if name.is_null() {
        return 0;
    }
    CStr::from_ptr(name).to_bytes().iter().fold(7, |h, b| h * 3 % 65_521 + u32::from(*b))
}
