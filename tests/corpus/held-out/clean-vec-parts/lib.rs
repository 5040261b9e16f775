use std::mem::ManuallyDrop;

#[repr(C)]
pub struct Bytes {
    pub ptr: *mut u8,
    pub len: usize,
    pub cap: usize,
}

#[no_mangle]
pub extern "C" fn bytes_fill(n: usize, value: u8) -> Bytes {
    let mut v = ManuallyDrop::new(vec![value; n]);
    Bytes { ptr: v.as_mut_ptr(), len: v.len(), cap: v.capacity() }
}

#[no_mangle]
pub unsafe extern "C" fn bytes_free(b: Bytes) {
    if !b.ptr.is_null() {
        drop(Vec::from_raw_parts(b.ptr, b.len, b.cap));
    }
}
