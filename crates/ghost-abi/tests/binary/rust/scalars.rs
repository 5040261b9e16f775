//! Every scalar, wide integers and booleans among them.
#[unsafe(no_mangle)]
pub extern "C" fn wide(a: u128, b: i128) -> u128 {
    a.wrapping_add_signed(b)
}
#[unsafe(no_mangle)]
pub extern "C" fn flags(a: bool, b: &mut bool) -> bool {
    *b = !a;
    a
}
#[unsafe(no_mangle)]
pub extern "C" fn ints(a: i8, b: u8, c: i16, d: u16, e: i32, f: u32, g: i64, h: u64) -> i64 {
    i64::from(a) + i64::from(b) + i64::from(c) + i64::from(d) + i64::from(e) + i64::from(f) + g + h as i64
}
#[unsafe(no_mangle)]
pub extern "C" fn sizes(a: usize, b: isize) -> isize {
    a as isize - b
}
#[unsafe(no_mangle)]
pub extern "C" fn floats(a: f32, b: f64) -> f64 {
    f64::from(a) * b
}
#[unsafe(no_mangle)]
pub extern "C" fn letter(a: char) -> u32 {
    a as u32 + 5
}
#[unsafe(no_mangle)]
pub extern "C" fn nothing() {}
#[unsafe(no_mangle)]
pub extern "C" fn stop() -> ! {
    std::process::abort()
}
#[unsafe(export_name = "other.name")]
pub extern "C" fn renamed(_: u8, named: u16, _unused: u32) -> u16 {
    named
}
