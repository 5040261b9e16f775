/// Sum of a part of the samples.
#[no_mangle]
pub unsafe extern "C" fn samples_sum(data: *const i32, len: usize, from: usize, to: usize) -> i64 {
    if data.is_null() { return 0; }
    let samples = std::slice::from_raw_parts(data, len);
    samples[from..to].iter().map(|s| i64::from(*s)).sum()
}
