const std = @import("std");
extern fn axis_mask(raw: u32) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{axis_mask(2)});
}
