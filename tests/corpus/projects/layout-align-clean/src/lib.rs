#[repr(C)]
#[derive(Clone, Copy)]
#[repr(align(16))]
pub struct Vec4 { pub x: f32, pub y: f32, pub z: f32, pub w: f32 }
#[no_mangle]
pub unsafe extern "C" fn vec4_sum(v: *const Vec4, n: usize) -> f32 {
    if v.is_null() { return 0.0; }
    std::slice::from_raw_parts(v, n).iter().map(|v| v.x + v.y + v.z + v.w).sum()
}
