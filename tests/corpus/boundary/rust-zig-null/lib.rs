use std::ptr::NonNull;
extern "C" {
    fn zig_arena_new(size: usize) -> NonNull<u8>;
}
pub fn arena(size: usize) -> NonNull<u8> {
    unsafe { zig_arena_new(size) }
}
