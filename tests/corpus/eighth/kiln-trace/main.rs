use std::ffi::{CStr, c_char, c_uint};

unsafe extern "C" {
    fn kiln_trace(tag: *const c_char, count: c_uint, a: f64, b: f64);
    fn kiln_lines() -> c_uint;
}

fn trace(tag: &CStr, temperature: f64, target: f64) {
    unsafe { kiln_trace(tag.as_ptr(), 2, temperature, target) }
}

fn main() {
    let ramp = [(20.0, 100.0), (96.5, 100.0), (130.25, 600.0)];
    for (temperature, target) in ramp {
        trace(c"ramp", temperature, target);
    }
    trace(c"hold", 598.0, 600.0);
    println!("{} lines", unsafe { kiln_lines() });
}
