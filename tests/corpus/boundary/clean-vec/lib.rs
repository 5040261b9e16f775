#[no_mangle]
pub extern "C" fn range_new(n: u32, len: *mut usize) -> *mut u32 {
    let all: Box<[u32]> = (0..n).collect();
    if let Some(len) = unsafe { len.as_mut() } { *len = all.len(); }
    Box::into_raw(all).cast()
}
#[no_mangle]
pub unsafe extern "C" fn range_free(data: *mut u32, len: usize) {
    if !data.is_null() { drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(data, len)) }); }
}
