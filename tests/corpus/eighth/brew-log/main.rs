use std::ffi::{CStr, c_char, c_uint};

unsafe extern "C" {
    fn brew_log(tag: *const c_char, count: c_uint, ...) -> c_uint;
}

fn mash(tag: &CStr, temperature: f32, gravity: f64) -> u32 {
    unsafe { brew_log(tag.as_ptr(), 2, f64::from(temperature), gravity) }
}

fn main() {
    let mut bytes = 0;
    for (minute, temperature) in [(0, 52.0f32), (20, 62.5), (55, 72.0)] {
        bytes += mash(c"mash", temperature, 1.048 - f64::from(minute) * 1e-4);
    }
    bytes += unsafe { brew_log(c"end".as_ptr(), 0) };
    println!("{bytes} values");
}
