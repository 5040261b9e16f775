#[no_mangle]
pub unsafe extern "C" fn median_window(seed: u8, out: *mut *const u8) -> usize {
    if out.is_null() {
        return 0;
    }
    let window = [seed, seed.wrapping_add(1), seed.wrapping_add(2)];
    *out = window.as_ptr();
    window.len()
}
