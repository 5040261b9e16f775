const std = @import("std");
extern fn parallel_sum(data: [*]const u32, len: usize) u64;

pub fn main() void {
    const xs = [_]u32{ 1, 2, 3 };
    std.debug.print("{d}\n", .{parallel_sum(&xs, xs.len)});
}
