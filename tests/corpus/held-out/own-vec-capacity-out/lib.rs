#[no_mangle]
pub unsafe extern "C" fn squares(n: u32, out_len: *mut usize) -> *mut u64 {
    let mut list = vec![];
    for i in 0..u64::from(n) {
        list.push(i * i);
    }
    if !out_len.is_null() {
        *out_len = list.len();
    }
    let ptr = list.as_mut_ptr();
    std::mem::forget(list);
    ptr
}

#[no_mangle]
pub unsafe extern "C" fn squares_free(ptr: *mut u64, len: usize) {
    if !ptr.is_null() {
        let _ = Vec::from_raw_parts(ptr, len, len);
    }
}
