const std = @import("std");

extern fn replay(events: u32, gap: u32, rate: u32) u64;

comptime {
    _ = @import("clock.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{replay(10, 5000, 3)});
}
