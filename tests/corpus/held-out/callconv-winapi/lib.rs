#[no_mangle]
pub extern "sysv64" fn hash_pair(a: u64, b: u64) -> u64 {
    a.wrapping_mul(31).wrapping_add(b)
}
