extern fn lut_apply(xs: [*]u8, n: usize, shift: usize) void;
pub fn main() void { var b = [_]u8{ 1, 2 }; lut_apply(&b, b.len, 3); }
