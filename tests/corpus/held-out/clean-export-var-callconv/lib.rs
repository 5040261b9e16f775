use std::ffi::{c_int, c_uint};

#[no_mangle]
pub static ABI_VERSION: c_uint = 3;

#[no_mangle]
pub extern "C" fn apply(op: extern "C" fn(c_int, c_int) -> c_int, a: c_int, b: c_int) -> c_int {
    op(a, b)
}
