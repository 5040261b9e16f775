const std = @import("std");

extern fn tiles_visit(count: u32, visit: *const fn (u32, ?*anyopaque) callconv(.c) void, user: ?*anyopaque) bool;

fn add(tile: u32, user: ?*anyopaque) callconv(.c) void {
    const sum: *u64 = @ptrCast(@alignCast(user.?));
    sum.* += tile;
}

pub fn main() void {
    var sum: u64 = 0;
    if (tiles_visit(100, add, &sum)) std.debug.print("{d}\n", .{sum});
}
