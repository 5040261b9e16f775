const std = @import("std");
extern fn transpose(src: [*]const f32, dst: [*]f32, rows: usize, cols: usize) bool;

pub fn main() void {
    const a = [_]f32{ 1, 2, 3, 4, 5, 6 };
    var b: [6]f32 = undefined;
    if (transpose(&a, &b, 2, 3)) std.debug.print("{any}\n", .{b});
}
