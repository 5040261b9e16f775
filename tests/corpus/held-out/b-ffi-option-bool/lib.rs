#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn threshold(level: Option<f32>) -> f32 {
    level.unwrap_or(0.5)
}
