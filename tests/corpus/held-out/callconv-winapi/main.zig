const std = @import("std");
extern fn hash_pair(a: u64, b: u64) callconv(.{ .x86_64_win = .{} }) u64;

pub fn main() void {
    std.debug.print("{d}\n", .{hash_pair(1, 2)});
}
