#[no_mangle]
pub extern "C" fn squares(n: u32, len: *mut usize) -> *mut u64 {
    let mut v: Vec<u64> = (0..n).map(|i| u64::from(i) * u64::from(i)).collect();
    v.push(0);
    if let Some(len) = unsafe { len.as_mut() } { *len = v.len(); }
    let mut v = std::mem::ManuallyDrop::new(v);
    v.as_mut_ptr()
}
#[no_mangle]
pub unsafe extern "C" fn squares_free(data: *mut u64, len: usize) {
    if !data.is_null() { drop(unsafe { Vec::from_raw_parts(data, len, len) }); }
}
