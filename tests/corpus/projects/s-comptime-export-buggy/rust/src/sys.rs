extern "C" {
    pub fn vm_add(a: *const f64, b: *const f64, out: *mut f64, n: usize);
    pub fn vm_scale(x: *mut f64, n: usize, k: f32);
}
