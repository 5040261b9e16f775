#[no_mangle]
pub extern "C" fn cache_put(key: u64, value: u64) -> u64 {
    key ^ value
}

#[cfg(windows)]
#[no_mangle]
pub extern "C" fn cache_flush() -> i32 {
    0
}
