extern fn cache_hit(key: u32) bool;
pub fn main() void { _ = cache_hit(1); }
