const std = @import("std");

extern fn capture_demo(count: u16) u64;

comptime {
    _ = @import("capture.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{capture_demo(5)});
}
