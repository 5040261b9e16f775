const std = @import("std");
fn work(p: [*]u8, n: usize) void { for (p[0..n]) |*b| b.* +%= 1; }
export fn bg_increment(p: [*]u8, n: usize) bool {
    const t = std.Thread.spawn(.{}, work, .{ p, n }) catch return false;
    t.detach();
    return true;
}
