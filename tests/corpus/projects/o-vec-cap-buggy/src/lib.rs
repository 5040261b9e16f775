#[no_mangle]
pub unsafe extern "C" fn hist_make(n: usize, out_len: *mut usize) -> *mut u32 {
    let mut v: Vec<u32> = Vec::with_capacity(n.min(1 << 16) + 8);
    v.extend((0..n.min(1 << 16)).map(|i| i as u32));
    if !out_len.is_null() { *out_len = v.len(); }
    let p = v.as_mut_ptr();
    std::mem::forget(v);
    p
}
#[no_mangle]
pub unsafe extern "C" fn hist_free(p: *mut u32, n: usize) {
    if p.is_null() { return; }
    let _ = Vec::from_raw_parts(p, n, n);
}
