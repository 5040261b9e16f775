#[no_mangle]
pub extern "C" fn gain_limit(value: f32, low: f32, high: f32) -> f32 {
    value.clamp(low, high)
}
