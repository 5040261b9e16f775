#[no_mangle]
pub extern "C" fn crc_table(n: u8) -> u32 {
    (0..8).fold(u32::from(n), |c, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 })
}
