use std::ffi::c_char;
#[no_mangle]
pub extern "C" fn app_name() -> *const c_char {
    "ghost".as_ptr().cast()
}
