unsafe extern "C" {
    fn zig_hash(data: *const u8, len: usize) -> u32;
}
pub fn hash(data: &[u8]) -> u32 {
    unsafe { zig_hash(data.as_ptr(), data.len()) }
}
