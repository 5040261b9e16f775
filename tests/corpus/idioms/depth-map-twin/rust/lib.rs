#[repr(C)]
pub struct Depths { data: *mut u16, len: usize }
fn measure(w: usize, h: usize) -> Box<[u16]> { (0..w.saturating_mul(h).min(1 << 16)).map(|n| (n % 251) as u16).collect() }
#[unsafe(no_mangle)]
pub extern "C" fn depth_map(w: usize, h: usize, out: &mut Depths) -> bool {
    let mut data = measure(w, h);
    if data.is_empty() { return false }
    *out = Depths { data: data.as_mut_ptr(), len: data.len() };
    std::mem::forget(data);
    true
}
/// # Safety
/// What `depth_map` wrote.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn depth_free(d: Depths) {
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(d.data, d.len)) });
}
