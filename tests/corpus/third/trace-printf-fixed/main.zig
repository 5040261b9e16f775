const std = @import("std");

extern fn schedule(count: u16) u32;

comptime {
    _ = @import("trace.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{schedule(5)});
}
