const std = @import("std");
extern fn time(frame: u64) u64;

pub fn main() void {
    std.debug.print("{d}\n", .{time(2)});
}
