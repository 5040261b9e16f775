#[no_mangle]
pub extern "C" fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}
