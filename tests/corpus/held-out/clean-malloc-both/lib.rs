use std::ffi::c_void;

extern "C" {
    fn malloc(n: usize) -> *mut c_void;
}

/// The caller frees the result with `free`.
#[no_mangle]
pub unsafe extern "C" fn dup_bytes(src: *const u8, len: usize) -> *mut u8 {
    if src.is_null() {
        return std::ptr::null_mut();
    }
    let p = malloc(len.max(1)).cast::<u8>();
    if !p.is_null() {
        std::ptr::copy_nonoverlapping(src, p, len);
    }
    p
}
