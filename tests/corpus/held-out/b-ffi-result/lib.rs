#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn half_of(n: u32) -> Result<u32, u8> {
    if n % 2 == 0 { Ok(n / 2) } else { Err(1) }
}
