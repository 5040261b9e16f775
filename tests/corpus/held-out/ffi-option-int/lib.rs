#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn find_byte(needle: u8) -> Option<u32> {
    (needle < 16).then_some(u32::from(needle))
}
