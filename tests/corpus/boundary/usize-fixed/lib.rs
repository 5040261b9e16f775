#[no_mangle]
pub unsafe extern "C" fn sum_bytes(data: *const u8, len: usize) -> u32 {
    if data.is_null() { return 0; }
    unsafe { std::slice::from_raw_parts(data, len) }.iter().map(|b| u32::from(*b)).sum()
}
