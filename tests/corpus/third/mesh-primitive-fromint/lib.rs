//! Counts the triangles of mesh parts.

#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Primitive {
    Triangles = 4,
    Strip = 5,
    Fan = 6,
}

/// Number of triangles of `indices` indices.
#[unsafe(no_mangle)]
pub extern "C" fn mesh_triangles(primitive: Primitive, indices: u32) -> u32 {
    match primitive {
        Primitive::Triangles => indices / 3,
        Primitive::Strip | Primitive::Fan => indices.saturating_sub(2),
    }
}

/// Highest index of a part.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mesh_highest(indices: *const u16, count: usize) -> u16 {
    if indices.is_null() {
        return 0;
    }
    let indices = unsafe { std::slice::from_raw_parts(indices, count) };
    indices.iter().copied().max().unwrap_or(0)
}
