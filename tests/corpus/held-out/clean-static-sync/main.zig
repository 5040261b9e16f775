const std = @import("std");
extern fn record(v: u32) usize;

fn work(v: u32) void {
    _ = record(v);
}

pub fn main() !void {
    const t = try std.Thread.spawn(.{}, work, .{2});
    work(1);
    t.join();
}
