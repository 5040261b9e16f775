const std = @import("std");

extern fn ui_frame() u32;

comptime {
    _ = @import("batch.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{ui_frame()});
}
