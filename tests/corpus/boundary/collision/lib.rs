use std::ffi::c_int;
#[no_mangle]
pub extern "C" fn close(handle: c_int) -> c_int {
    handle
}
