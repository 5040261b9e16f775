extern fn cache_put(key: u64, value: u64) u64;
extern fn cache_flush() i32;

pub fn main() void {
    _ = cache_put(1, 2);
    _ = cache_flush();
}
