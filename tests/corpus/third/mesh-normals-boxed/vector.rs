#[repr(C)]
#[derive(Clone, Copy)]
pub struct Vec3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

fn sub(a: Vec3, b: Vec3) -> Vec3 {
    Vec3 { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z }
}

pub fn normal(a: Vec3, b: Vec3, c: Vec3) -> Vec3 {
    let (u, v) = (sub(b, a), sub(c, a));
    let n = Vec3 { x: u.y * v.z - u.z * v.y, y: u.z * v.x - u.x * v.z, z: u.x * v.y - u.y * v.x };
    let length = (n.x * n.x + n.y * n.y + n.z * n.z).sqrt().max(f32::MIN_POSITIVE);
    Vec3 { x: n.x / length, y: n.y / length, z: n.z / length }
}
