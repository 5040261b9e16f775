use core::ffi::{c_int, c_uint, c_void};

#[no_mangle]
pub extern "C" fn mixed(a: c_int, b: c_uint, c: usize, d: *const c_void, e: isize) -> i32 {
    let _ = (c, d, e);
    a.wrapping_add(b as i32)
}
