#[repr(C)]
#[derive(Default)]
pub struct Bounds { pub min: f32, pub max: f32 }
extern "C" {
    fn zig_bounds(data: *const f64, len: usize, out: *mut Bounds);
}
pub fn bounds(data: &[f64]) -> Bounds {
    let mut out = Bounds::default();
    unsafe { zig_bounds(data.as_ptr(), data.len(), &mut out) };
    out
}
