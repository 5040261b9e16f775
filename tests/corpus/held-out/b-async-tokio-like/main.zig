const std = @import("std");
extern fn worker_start() void;
extern fn worker_submit(data: [*]const u32, len: usize) bool;

fn submit(seed: u32) void {
    var xs: [8]u32 = undefined;
    for (&xs, 0..) |*x, i| x.* = seed +% @as(u32, @intCast(i));
    _ = worker_submit(&xs, xs.len);
}

pub fn main() void {
    worker_start();
    submit(3);
    std.debug.print("sent\n", .{});
}
