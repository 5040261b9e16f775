extern "C" {
    fn crc_update(crc: u32, data: *const u8, len: usize) -> u32;
}
pub fn crc(data: &[u8]) -> u32 {
    unsafe { crc_update(0, data.as_ptr(), data.len()) }
}
