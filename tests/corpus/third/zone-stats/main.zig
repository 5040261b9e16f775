const std = @import("std");

extern fn render(rows: u32, workers: u32) u64;

comptime {
    _ = @import("profiler.zig");
}

pub fn main() void {
    std.debug.print("{d} us\n", .{render(480, 4)});
}
