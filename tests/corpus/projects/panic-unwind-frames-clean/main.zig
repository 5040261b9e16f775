extern fn config_level(i: usize) u32;
pub fn main() void { _ = config_level(9); }
