#[repr(C)]
pub struct Entry {
    pub key: [u8; 4],
    pub offset: u32,
    pub size: u32,
}

#[no_mangle]
pub unsafe extern "C" fn entry_end(e: *const Entry) -> u64 {
    e.as_ref().map_or(0, |e| u64::from(e.offset) + u64::from(e.size))
}
