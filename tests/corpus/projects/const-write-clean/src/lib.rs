use std::slice;
fn scale(xs: &mut [f32], k: f32) { for x in xs { *x *= k; } }
#[no_mangle]
pub unsafe extern "C" fn dsp_scale(samples: *mut f32, count: usize, k: f32) -> i32 {
    if samples.is_null() { return -1; }
    scale(slice::from_raw_parts_mut(samples, count), k);
    0
}
