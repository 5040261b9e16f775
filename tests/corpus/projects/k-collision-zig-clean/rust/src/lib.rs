extern "C" {
    fn arena_move(dst: *mut u8, src: *const u8, n: usize) -> *mut u8;
}
pub fn copy(dst: &mut [u8], src: &[u8]) {
    let n = dst.len().min(src.len());
    unsafe { arena_move(dst.as_mut_ptr(), src.as_ptr(), n) };
}
