const std = @import("std");
const geo = @import("geo.zig");

pub fn main() void {
    std.debug.print("{d}\n", .{geo.rect_area(.{ .x = 1, .y = 2, .h = 3, .w = 4 })});
}
