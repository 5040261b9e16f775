mod sys;
pub fn scale(x: &mut [f64], k: f32) { unsafe { sys::vm_scale(x.as_mut_ptr(), x.len(), k) } }
pub fn add(a: &[f64], b: &[f64], out: &mut [f64]) -> bool {
    if a.len() != b.len() || a.len() != out.len() { return false; }
    unsafe { sys::vm_add(a.as_ptr(), b.as_ptr(), out.as_mut_ptr(), a.len()) };
    true
}
