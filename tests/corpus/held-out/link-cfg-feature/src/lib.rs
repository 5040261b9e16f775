#[no_mangle]
pub extern "C" fn gfx_init() -> i32 {
    0
}

#[cfg(feature = "extra")]
#[no_mangle]
pub extern "C" fn gfx_bloom(strength: f32) -> i32 {
    (strength * 10.0) as i32
}
