#[no_mangle]
pub unsafe extern "C" fn consume(data: *mut u8, len: usize) -> u64 {
    if data.is_null() { return 0; }
    let bytes = unsafe { Vec::from_raw_parts(data, len, len) };
    bytes.iter().map(|b| u64::from(*b)).sum()
}
