#[no_mangle]
pub extern "C" fn scale(value: i64, factor: i32) -> i64 {
    value.wrapping_mul(i64::from(factor))
}
