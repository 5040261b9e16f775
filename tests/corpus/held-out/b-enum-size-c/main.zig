const std = @import("std");
const Axis = enum(u8) { x, y };
extern fn axis_flip(a: Axis) Axis;

pub fn main() void {
    std.debug.print("{t}\n", .{axis_flip(.x)});
}
