//! Matrices of the skinning code.
use std::ops::Mul;

#[repr(C, align(16))]
#[derive(Clone, Copy)]
pub struct Mat4 {
    pub rows: [[f32; 4]; 4],
}

impl Mul for Mat4 {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let mut rows = [[0.0f32; 4]; 4];
        for (row, a) in rows.iter_mut().zip(&self.rows) {
            for (scale, b) in a.iter().zip(&other.rows) {
                for (out, v) in row.iter_mut().zip(b) {
                    *out += *scale * *v;
                }
            }
        }
        Self { rows }
    }
}

#[repr(C)]
pub struct Bone {
    pub parent: i32,
    pub local: Mat4,
}

/// World matrices of a skeleton whose parents come before their children.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn skeleton_pose(bones: *const Bone, world: *mut Mat4, count: usize) -> bool {
    if bones.is_null() || world.is_null() {
        return false;
    }
    let bones = unsafe { std::slice::from_raw_parts(bones, count) };
    let world = unsafe { std::slice::from_raw_parts_mut(world, count) };
    for (n, bone) in bones.iter().enumerate() {
        let pose = match usize::try_from(bone.parent) {
            Ok(parent) if parent < n => match world.get(parent) {
                Some(above) => bone.local * *above,
                None => return false,
            },
            _ => bone.local,
        };
        if let Some(slot) = world.get_mut(n) {
            *slot = pose;
        }
    }
    true
}
