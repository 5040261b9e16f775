const std = @import("std");

extern fn thumbnail(color: u32) u32;

comptime {
    _ = @import("canvas.zig");
}

pub fn main() void {
    std.debug.print("{x}\n", .{thumbnail(0xff8800)});
}
