unsafe extern "C" {
    fn shard_keys(n: u32, out_len: &mut usize) -> *mut u64;
    #[allow(dead_code)]
    fn shard_keys_free(keys: *mut u64, len: usize);
}
fn adopt<T>(p: *mut T, len: usize) -> Box<[T]> {
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(p, len)) }
}
fn copied<T: Clone>(p: *mut T, len: usize) -> Box<[T]> {
    unsafe { std::slice::from_raw_parts(p, len) }.into()
}
pub fn keys(n: u32) -> Option<Box<[u64]>> {
    let mut len = 0;
    let p = unsafe { shard_keys(n, &mut len) };
    if p.is_null() { return None }
    let _ = adopt::<u8>;
    let all = copied(p, len);
    unsafe { shard_keys_free(p, len) };
    Some(all)
}
