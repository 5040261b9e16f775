#[repr(C)]
pub struct Bytes { ptr: *mut u8, len: usize }
#[no_mangle]
pub extern "C" fn blob_make(n: usize) -> Bytes {
    let b = vec![0u8; n].into_boxed_slice();
    let len = b.len();
    Bytes { ptr: Box::into_raw(b).cast(), len }
}
#[no_mangle]
pub unsafe extern "C" fn blob_free(b: Bytes) {
    if !b.ptr.is_null() { drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(b.ptr, b.len))); }
}
