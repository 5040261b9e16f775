pub struct Mesh { vertices: Vec<f32> }
#[no_mangle]
pub extern "C" fn mesh_new() -> *mut Mesh { Box::into_raw(Box::new(Mesh { vertices: vec![0.0; 4] })) }
#[no_mangle]
pub unsafe extern "C" fn mesh_data(m: *mut Mesh) -> *mut f32 {
    if m.is_null() { return std::ptr::null_mut(); }
    (*m).vertices.as_mut_ptr()
}
#[no_mangle]
pub unsafe extern "C" fn mesh_grow(m: *mut Mesh, n: usize) {
    if let Some(m) = m.as_mut() { let len = m.vertices.len(); m.vertices.resize(len + n, 0.0); }
}
#[no_mangle]
pub unsafe extern "C" fn mesh_free(m: *mut Mesh) { if !m.is_null() { drop(Box::from_raw(m)); } }
