use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vertex {
    pub x: f32,
    pub y: f32,
    pub z: f32,
    pub shade: f32,
}

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn mesh_new() -> Option<NonNull<Raw>>;
    fn mesh_free(m: Option<NonNull<Raw>>);
    fn mesh_push(m: NonNull<Raw>, v: Vertex) -> u32;
    fn mesh_triangle(m: NonNull<Raw>, a: u32, b: u32, c: u32) -> bool;
    fn mesh_vertices(m: NonNull<Raw>, len: &mut usize) -> NonNull<Vertex>;
    fn mesh_triangles(m: NonNull<Raw>) -> usize;
}

pub struct Mesh {
    raw: NonNull<Raw>,
}

impl Mesh {
    pub fn new() -> Option<Self> {
        unsafe { mesh_new() }.map(|raw| Self { raw })
    }

    pub fn push(&mut self, v: Vertex) -> u32 {
        unsafe { mesh_push(self.raw, v) }
    }

    pub fn len(&self) -> usize {
        let mut n = 0;
        unsafe { mesh_vertices(self.raw, &mut n) };
        n
    }

    pub fn triangles(&self) -> usize {
        unsafe { mesh_triangles(self.raw) }
    }

    /// Adds a quad; the corners before it that it touches get darker.
    pub fn append_quad(&mut self, corners: [Vertex; 4]) -> bool {
        let mut len = 0;
        let old = unsafe { mesh_vertices(self.raw, &mut len) };
        let mut ids = [0u32; 4];
        for (id, corner) in ids.iter_mut().zip(corners) {
            *id = self.push(corner);
            let existing = unsafe { std::slice::from_raw_parts_mut(old.as_ptr(), len) };
            for v in existing.iter_mut().filter(|v| v.x == corner.x && v.y == corner.y && v.z == corner.z) {
                v.shade *= 0.8;
            }
        }
        let [a, b, c, d] = ids;
        unsafe { mesh_triangle(self.raw, a, b, c) && mesh_triangle(self.raw, a, c, d) }
    }
}

impl Drop for Mesh {
    fn drop(&mut self) {
        unsafe { mesh_free(Some(self.raw)) }
    }
}
