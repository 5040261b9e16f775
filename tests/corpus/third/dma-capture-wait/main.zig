const std = @import("std");

extern fn meter_peak(len: u32) i32;

comptime {
    _ = @import("capture.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{meter_peak(512)});
}
