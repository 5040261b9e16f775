#[no_mangle]
pub extern "C" fn scan(limit: u32, found: extern "C" fn(*mut std::ffi::c_void, u32), user: *mut std::ffi::c_void) {
    for i in (0..limit).filter(|i| i % 7 == 0) { found(user, i); }
}
