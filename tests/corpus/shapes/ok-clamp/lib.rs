#[no_mangle]
pub extern "C" fn gain_limit(value: f32) -> f32 {
    value.clamp(0.0, 1.0)
}
#[no_mangle]
pub extern "C" fn gain_range(value: f32, low: f32, high: f32) -> f32 {
    if low.is_nan() || high.is_nan() || low > high { return value; }
    value.clamp(low, high)
}
