#[no_mangle]
pub unsafe extern "C" fn divisors(n: u32, len: *mut usize) -> *mut u32 {
    if len.is_null() {
        return std::ptr::null_mut();
    }
    let list: Vec<u32> = (1..=n).filter(|d| n % d == 0).collect();
    let slice = Box::leak(list.into_boxed_slice());
    *len = slice.len();
    slice.as_mut_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn divisors_free(ptr: *mut u32, len: usize) {
    if !ptr.is_null() {
        drop(Vec::from_raw_parts(ptr, len, len));
    }
}
