#[repr(transparent)]
pub struct Celsius(f32);

#[no_mangle]
pub extern "C" fn to_fahrenheit(c: Celsius) -> f32 {
    c.0 * 1.8 + 32.0
}
