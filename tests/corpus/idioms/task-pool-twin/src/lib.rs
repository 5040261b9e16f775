mod pool;
use pool::Pool;
use std::sync::{Arc, atomic::Ordering};
#[unsafe(no_mangle)]
pub extern "C" fn pool_start() -> *mut Pool { Box::into_raw(Box::new(Pool::start())) }
/// # Safety
/// From `pool_start`; `data` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pool_add(p: *const Pool, data: *const u8, len: usize) -> bool {
    let Some(p) = (unsafe { p.as_ref() }) else { return false };
    if data.is_null() { return false }
    let sum = Arc::clone(&p.sum);
    let bytes = unsafe { std::slice::from_raw_parts(data, len) }.to_vec();
    p.run(Box::new(move || { sum.fetch_add(bytes.len() as u64, Ordering::Relaxed); }))
}
/// # Safety
/// From `pool_start`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pool_stop(p: *mut Pool) -> u64 {
    if p.is_null() { return 0 }
    let p = unsafe { Box::from_raw(p) };
    p.add(&[]);
    p.sum.load(Ordering::Relaxed)
}
