#[repr(C, packed)]
pub struct Header {
    pub kind: u8,
    pub length: u32,
    pub crc: u16,
}
#[no_mangle]
pub unsafe extern "C" fn header_read(bytes: *const u8, out: *mut Header) -> bool {
    if bytes.is_null() || out.is_null() { return false; }
    std::ptr::copy_nonoverlapping(bytes, out.cast(), std::mem::size_of::<Header>());
    true
}
