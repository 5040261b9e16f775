const std = @import("std");
const motor = @import("motor.zig");

extern fn watch_read(id: u32) u32;

pub fn main() void {
    if (!motor.selfTest()) return;
    std.debug.print("{d} {d}\n", .{ watch_read(1), watch_read(2) });
}
