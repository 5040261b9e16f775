const Bounds = extern struct { low: i32, high: i32 };
extern fn minmax(a: i32, b: i32) Bounds;
pub fn main() void { _ = minmax(1, 2); }
