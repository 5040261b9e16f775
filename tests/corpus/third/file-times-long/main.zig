const std = @import("std");
const times = @import("times.zig");

pub fn main() void {
    const a: times.Times = .{ .seconds = 1700000000, .nanos = 5 };
    const b: times.Times = .{ .seconds = 1600000000, .nanos = 9 };
    const day = times.times_day(&a);
    std.debug.print("{d}-{d}-{d} {}\n", .{ day.year, day.month, day.day, times.times_newer(&a, &b) });
}
