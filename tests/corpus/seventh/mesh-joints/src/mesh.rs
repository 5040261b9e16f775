use std::ptr::NonNull;
use std::slice;

pub const JOINTS: usize = 4;

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Vertex {
    pub position: [f32; 3],
    pub joints: [u16; JOINTS],
    pub weights: [f32; JOINTS],
}

#[repr(C)]
struct RawMesh {
    _p: [u8; 0],
}

extern "C" {
    fn mesh_cube(size: f32) -> *mut RawMesh;
    fn mesh_len(m: *const RawMesh) -> usize;
    fn mesh_data(m: *const RawMesh) -> *const Vertex;
    fn mesh_free(m: *mut RawMesh);
}

pub struct Mesh(NonNull<RawMesh>);

impl Mesh {
    pub fn cube(size: f32) -> Option<Mesh> {
        NonNull::new(unsafe { mesh_cube(size) }).map(Mesh)
    }

    pub fn vertices(&self) -> &[Vertex] {
        unsafe {
            let p = mesh_data(self.0.as_ptr());
            if p.is_null() {
                &[]
            } else {
                slice::from_raw_parts(p, mesh_len(self.0.as_ptr()))
            }
        }
    }
}

impl Drop for Mesh {
    fn drop(&mut self) {
        unsafe { mesh_free(self.0.as_ptr()) }
    }
}
