const std = @import("std");
extern fn total_add(n: u64) u64;

fn work() void {
    for (0..100) |i| _ = total_add(i);
}

pub fn main() !void {
    const t = try std.Thread.spawn(.{}, work, .{});
    work();
    t.join();
}
