#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0u32, |a, b| a.rotate_left(5) ^ u32::from(*b))
}
