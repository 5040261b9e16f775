extern "C" {
    fn zig_checksum(data: *const u8, len: usize) -> u32;
}
pub fn checksum(data: &[u8]) -> u32 {
    unsafe { zig_checksum(data.as_ptr(), data.len()) }
}
