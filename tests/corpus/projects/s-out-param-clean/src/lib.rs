#[no_mangle]
pub unsafe extern "C" fn stat_mean(xs: *const f64, n: usize, out: *mut f64) -> i32 {
    if xs.is_null() || out.is_null() || n == 0 { return -1; }
    let xs = std::slice::from_raw_parts(xs, n);
    *out = xs.iter().sum::<f64>() / n as f64;
    0
}
