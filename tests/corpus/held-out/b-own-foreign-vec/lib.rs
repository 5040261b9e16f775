#[no_mangle]
pub unsafe extern "C" fn absorb(ptr: *mut u8, len: usize, cap: usize) -> u32 {
    if ptr.is_null() {
        return 0;
    }
    let owned = Vec::from_raw_parts(ptr, len, cap);
    owned.iter().map(|b| u32::from(*b)).sum()
}
