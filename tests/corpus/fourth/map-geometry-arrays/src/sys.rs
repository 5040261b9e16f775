#[repr(C)]
pub struct Points {
    pub ptr: *mut [i32; 2],
    pub len: usize,
}

unsafe extern "C" {
    pub fn polyline_decode(text: *const u8, len: usize, out: &mut Points) -> i32;
    pub fn polyline_free(points: Points);
}
