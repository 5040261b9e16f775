const std = @import("std");
extern fn average(total: u64, count: u64) u64;

pub fn main() void {
    std.debug.print("{d}\n", .{average(10, 0)});
}
