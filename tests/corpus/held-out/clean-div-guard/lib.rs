#[no_mangle]
pub extern "C" fn mean(total: u64, n: u64) -> u64 {
    if n == 0 {
        return 0;
    }
    total / n
}

#[no_mangle]
pub extern "C" fn ratio(a: u32, b: u32) -> u32 {
    a.checked_div(b).unwrap_or(u32::MAX)
}

#[no_mangle]
pub extern "C" fn per_second(bytes: u64, ms: u64) -> u64 {
    bytes * 1000 / ms.max(1)
}
