#[no_mangle]
pub unsafe extern "C" fn window_sum(xs: *const u32, n: usize, from: usize, to: usize) -> u64 {
    if xs.is_null() { return 0; }
    let xs = std::slice::from_raw_parts(xs, n);
    xs.get(from..to).unwrap_or(&[]).iter().map(|x| u64::from(*x)).sum()
}
