const std = @import("std");
extern fn run_in_background(n: u32, step: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;

var done: std.atomic.Value(u32) = .init(0);

fn step(user: ?*anyopaque, i: u32) callconv(.c) void {
    _ = user;
    _ = done.fetchAdd(i, .monotonic);
}

pub fn main() void {
    run_in_background(3, step, null);
    std.debug.print("{d}\n", .{done.load(.monotonic)});
}
