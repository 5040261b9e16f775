use std::ffi::c_long;

#[no_mangle]
pub extern "C" fn fsize(fd: i32) -> c_long {
    c_long::from(fd)
}
