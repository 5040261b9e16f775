extern "C" { fn points_load(n: usize, len: *mut usize) -> *mut f32; }
pub fn load(n: usize) -> Vec<f32> {
    let mut len = 0;
    let p = unsafe { points_load(n, &mut len) };
    if p.is_null() { return Vec::new(); }
    unsafe { std::slice::from_raw_parts(p, len) }.to_vec()
}
