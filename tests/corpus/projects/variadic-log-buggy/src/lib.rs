use std::ffi::{c_char, c_int};
mod sys {
    use super::*;
    extern "C" {
        pub fn hub_log(level: c_int, fmt: *const c_char, ...) -> c_int;
    }
}
pub fn warn(code: c_int) {
    unsafe { sys::hub_log(2, c"code %d".as_ptr(), code) };
}
