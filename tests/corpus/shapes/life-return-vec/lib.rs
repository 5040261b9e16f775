#[no_mangle]
pub extern "C" fn primes(limit: u32, len: *mut usize) -> *const u32 {
    let all: Vec<u32> = (2..limit).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    if let Some(len) = unsafe { len.as_mut() } { *len = all.len(); }
    all.as_ptr()
}
