const std = @import("std");
extern fn cache_flushall(limit: u32) u32;
pub fn main() void {
    std.debug.print("{d}\n", .{cache_flushall(2)});
}
