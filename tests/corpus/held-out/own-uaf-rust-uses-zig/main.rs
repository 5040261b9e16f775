pub enum Arena {}

extern "C" {
    fn arena_new() -> *mut Arena;
    fn arena_used(a: *const Arena) -> usize;
    fn arena_deinit(a: *mut Arena);
}

fn main() {
    unsafe {
        let a = arena_new();
        if a.is_null() {
            return;
        }
        arena_deinit(a);
        println!("{}", arena_used(a));
    }
}
