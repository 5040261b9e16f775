//! Builds meshes on the Rust side and hands them to the Zig renderer.
use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Vertex {
    pub position: [f32; 3],
    pub normal: [f32; 3],
    pub uv: [f32; 2],
    pub color: u32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct BatchView {
    pub vertices: *const Vertex,
    pub vertex_count: u32,
    pub indices: *const u16,
    pub index_count: u32,
}

#[repr(C)]
pub struct RawMesh {
    _opaque: [u8; 0],
}

extern "C" {
    fn scene_batch_upload(view: *const BatchView) -> *mut RawMesh;
    fn scene_batch_release(mesh: *mut RawMesh);
}

pub struct Mesh(NonNull<RawMesh>);

impl Mesh {
    pub fn upload(vertices: &[Vertex], indices: &[u16]) -> Option<Mesh> {
        let view = BatchView {
            vertices: vertices.as_ptr(),
            vertex_count: u32::try_from(vertices.len()).ok()?,
            indices: indices.as_ptr(),
            index_count: u32::try_from(indices.len()).ok()?,
        };
        NonNull::new(unsafe { scene_batch_upload(&view) }).map(Mesh)
    }
}

impl Drop for Mesh {
    fn drop(&mut self) {
        unsafe { scene_batch_release(self.0.as_ptr()) }
    }
}

pub fn quad(size: f32) -> Option<Mesh> {
    let corner = |x: f32, y: f32| Vertex {
        position: [x * size, y * size, 0.0],
        normal: [0.0, 0.0, 1.0],
        uv: [x, y],
        color: 0xffff_ffff,
    };
    let v = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)];
    Mesh::upload(&v, &[0, 1, 2, 2, 3, 0])
}
