//! Normals of a triangle mesh.
mod vector;

use std::mem::ManuallyDrop;
use std::slice;
use vector::Vec3;

#[repr(C)]
pub struct Normals {
    pub items: *mut Vec3,
    pub len: usize,
}

fn normals(points: &[Vec3]) -> Vec<Vec3> {
    let mut out = Vec::new();
    for triangle in points.chunks_exact(3) {
        if let [a, b, c] = triangle {
            out.push(vector::normal(*a, *b, *c));
        }
    }
    out
}

/// One normal for each three points. Ends with `normals_free`.
#[no_mangle]
pub unsafe extern "C" fn mesh_normals(points: *const Vec3, count: usize) -> Normals {
    let points = if points.is_null() { &[] } else { slice::from_raw_parts(points, count) };
    let mut out = ManuallyDrop::new(normals(points));
    Normals { items: out.as_mut_ptr(), len: out.len() }
}

#[no_mangle]
pub unsafe extern "C" fn normals_free(normals: Normals) {
    if normals.items.is_null() {
        return;
    }
    drop(Vec::from_raw_parts(normals.items, normals.len, normals.len));
}
