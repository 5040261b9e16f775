#[no_mangle]
pub extern "C" fn scan(limit: u32, found: extern "C" fn(u32)) {
    for i in (0..limit).filter(|i| i % 7 == 0) { found(i); }
}
