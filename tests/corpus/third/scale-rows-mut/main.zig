const std = @import("std");

extern fn preview_grey(page: [*]const u8, width: u32, height: u32) u8;

comptime {
    _ = @import("scale.zig");
}

pub fn main() void {
    var page: [64]u8 = undefined;
    for (&page, 0..) |*p, n| p.* = @intCast(n * 4);
    std.debug.print("{d}\n", .{preview_grey(&page, 8, 8)});
}
