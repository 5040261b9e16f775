#[no_mangle]
pub extern "C" fn list_make(n: u32, len: *mut usize) -> *mut u32 {
    let mut v: Vec<u32> = (0..n).filter(|n| n % 3 == 0).collect();
    if let Some(len) = unsafe { len.as_mut() } { *len = v.len(); }
    let p = v.as_mut_ptr();
    std::mem::forget(v);
    p
}
#[no_mangle]
pub unsafe extern "C" fn list_drop(p: *mut u32, len: usize) {
    if !p.is_null() { drop(Vec::from_raw_parts(p, len, len)); }
}
