const std = @import("std");
extern fn blend(a: u32, b: u32) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{blend(1, 2)});
}
