use std::ffi::c_char;

#[no_mangle]
pub extern "C" fn greeting(count: u32) -> *mut c_char {
    let text = format!("hello number {count}");
    Box::leak(text.into_boxed_str()).as_mut_ptr().cast()
}

/// # Safety
/// `text` came from `greeting`, `len` is its length.
#[no_mangle]
pub unsafe extern "C" fn greeting_free(text: *mut c_char, len: usize) {
    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(text.cast::<u8>(), len)));
}
