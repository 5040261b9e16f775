use std::mem::ManuallyDrop;
fn window(samples: &[f32]) -> Vec<f32> {
    let n = samples.len().max(1) as f32;
    samples.iter().enumerate().map(|(i, s)| s * (i as f32 / n)).collect()
}
/// Writes where the result is and how long; 0 if done.
/// # Safety
/// `samples` holds `len` values, both outs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spectrum_of(samples: *const f32, len: usize, out: *mut *mut f32, out_len: *mut usize) -> i32 {
    if samples.is_null() || out.is_null() || out_len.is_null() { return -1 }
    let mut bins = ManuallyDrop::new(window(unsafe { std::slice::from_raw_parts(samples, len) }).into_boxed_slice());
    unsafe {
        out.write(bins.as_mut_ptr());
        out_len.write(bins.len());
    }
    0
}
