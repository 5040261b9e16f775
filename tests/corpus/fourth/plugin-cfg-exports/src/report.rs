use std::ffi::{c_char, c_int};

unsafe extern "C" {
    fn printf(format: *const c_char, ...) -> c_int;
}

pub fn closed(peak: f32) {
    unsafe { printf(c"plugin closed, peak %.3f\n".as_ptr(), f64::from(peak)) };
}
