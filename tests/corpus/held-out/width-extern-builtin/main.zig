const std = @import("std");
const ticksSince = @extern(*const fn (start: i64) callconv(.c) i32, .{ .name = "ticks_since" });

pub fn main() void {
    std.debug.print("{d}\n", .{ticksSince(4)});
}
