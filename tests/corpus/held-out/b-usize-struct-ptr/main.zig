const std = @import("std");
extern fn indices_max(list: [*]const u64, n: u64) usize;

pub fn main() void {
    const xs = [_]u64{ 1, 9, 3 };
    std.debug.print("{d}\n", .{indices_max(&xs, xs.len)});
}
