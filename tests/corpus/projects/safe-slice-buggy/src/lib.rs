extern "C" {
    fn crc_update(crc: u32, data: &[u8]) -> u32;
}
pub fn crc(data: &[u8]) -> u32 {
    unsafe { crc_update(0, data) }
}
