#[no_mangle]
pub unsafe extern "C" fn crop_sum(data: *const u8, len: usize, from: usize, to: usize) -> u64 {
    if data.is_null() {
        return 0;
    }
    let all = std::slice::from_raw_parts(data, len);
    all[from..to].iter().map(|b| u64::from(*b)).sum()
}
