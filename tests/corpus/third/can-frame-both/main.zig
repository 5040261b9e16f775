const std = @import("std");
const can = @import("can.zig");

pub fn main() void {
    var log: [12]can.Entry = undefined;
    for (&log, 0..) |*entry, n| {
        entry.* = .{ .channel = 0, .id = @intCast(0x100 + n % 3), .len = 8, .data = @splat(@intCast(n)) };
    }
    const usage = can.can_usage(&log, log.len, 0x101);
    std.debug.print("{d} frames, {d} bits\n", .{ usage.frames, usage.bits });
}
