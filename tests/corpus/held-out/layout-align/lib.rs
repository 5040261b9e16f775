#[repr(C, align(16))]
#[derive(Clone, Copy)]
pub struct Quad {
    pub v: [f32; 4],
}

#[no_mangle]
pub unsafe extern "C" fn quad_sum(q: *const Quad) -> f32 {
    q.as_ref().map_or(0.0, |q| q.v.iter().sum())
}
