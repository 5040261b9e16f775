/// # Safety
/// `keys` holds `len` values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn batch_sort(keys: *mut f64, len: usize) -> bool {
    if keys.is_null() { return false }
    let keys = unsafe { std::slice::from_raw_parts_mut(keys, len) };
    keys.sort_by(f64::total_cmp);
    true
}
/// # Safety
/// `keys` holds `len` values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn batch_median(keys: *const f64, len: usize) -> f64 {
    if keys.is_null() || len == 0 { return 0.0 }
    let keys = unsafe { std::slice::from_raw_parts(keys, len) };
    keys[len / 2]
}
