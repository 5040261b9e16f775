#[repr(C)]
#[derive(Clone, Copy)]
pub struct Vec3 { pub x: f32, pub y: f32, pub z: f32 }
#[no_mangle]
pub extern "C" fn vec3_add(a: Vec3, b: Vec3) -> Vec3 { Vec3 { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z } }
#[no_mangle]
pub unsafe extern "C" fn vec3_sum(all: *const Vec3, count: usize, out: *mut Vec3) -> bool {
    let Some(out) = (unsafe { out.as_mut() }) else { return false };
    if all.is_null() { return false; }
    let mut sum = Vec3 { x: 0.0, y: 0.0, z: 0.0 };
    for v in unsafe { std::slice::from_raw_parts(all, count) } { sum = vec3_add(sum, *v); }
    *out = sum;
    true
}
