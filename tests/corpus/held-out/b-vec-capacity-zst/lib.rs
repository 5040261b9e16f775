#[no_mangle]
pub unsafe extern "C" fn words_of(text: *const u8, len: usize, count: *mut usize) -> *mut u32 {
    if text.is_null() || count.is_null() {
        return std::ptr::null_mut();
    }
    let bytes = std::slice::from_raw_parts(text, len);
    let mut lengths: Vec<u32> = Vec::new();
    for word in bytes.split(|b| *b == b' ') {
        lengths.push(word.len() as u32);
    }
    *count = lengths.len();
    let ptr = lengths.as_mut_ptr();
    core::mem::forget(lengths);
    ptr
}

#[no_mangle]
pub unsafe extern "C" fn words_free(ptr: *mut u32, count: usize) {
    if ptr.is_null() {
        return;
    }
    let list = Vec::from_raw_parts(ptr, count, count);
    drop(list);
}
