#[repr(C)]
pub struct Header {
    pub tag: u8,
    pub length: u32,
    pub check: u16,
}

#[no_mangle]
pub unsafe extern "C" fn header_valid(h: *const Header) -> bool {
    h.as_ref().is_some_and(|h| h.length < 1024 && h.check != 0 && h.tag != 0)
}
