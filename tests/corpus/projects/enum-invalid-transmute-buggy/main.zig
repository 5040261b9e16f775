extern fn apply(op: u32, a: i32, b: i32) i32;
pub fn main() void { _ = apply(1, 2, 3); }
