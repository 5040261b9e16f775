#[repr(C, packed)]
pub struct Header { pub kind: u8, pub length: u32 }
#[no_mangle]
pub unsafe extern "C" fn header_length(h: *const Header) -> u32 {
    if h.is_null() { return 0; }
    unsafe { std::ptr::addr_of!((*h).length).read_unaligned() }
}
