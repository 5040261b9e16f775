#[link(name = "hash", kind = "static")]
extern "C" {
    fn hash_block(p: *const u8, n: usize) -> u64;
    fn hash_version() -> u32;
}
pub fn hash(data: &[u8]) -> u64 { unsafe { hash_block(data.as_ptr(), data.len()) ^ u64::from(hash_version()) } }
