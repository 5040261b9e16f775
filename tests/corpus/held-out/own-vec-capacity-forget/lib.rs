#[repr(C)]
pub struct Buffer {
    pub data: *mut u8,
    pub len: usize,
}

#[no_mangle]
pub extern "C" fn buffer_read(n: usize) -> Buffer {
    let mut bytes: Vec<u8> = Vec::with_capacity(n.min(4096) + 64);
    bytes.extend((0..n.min(4096)).map(|i| i as u8));
    let mut bytes = std::mem::ManuallyDrop::new(bytes);
    Buffer { data: bytes.as_mut_ptr(), len: bytes.len() }
}

#[no_mangle]
pub unsafe extern "C" fn buffer_release(b: Buffer) {
    if !b.data.is_null() {
        drop(Vec::from_raw_parts(b.data, b.len, b.len));
    }
}
