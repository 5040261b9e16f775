const std = @import("std");
const Shape = enum(c_int) { circle, square, star };
extern fn corners(s: Shape) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{corners(.star)});
}
