const std = @import("std");

const Visitor = extern struct {
    user: ?*anyopaque,
    enter: ?*const fn (?*anyopaque, i32) callconv(.c) void,
};
extern fn walk(limit: i32, visitor: *const Visitor) i32;

fn enter(_: ?*anyopaque, n: i32) callconv(.c) void {
    std.debug.print("{d}\n", .{n});
}

pub fn main() void {
    const v: Visitor = .{ .user = null, .enter = enter };
    _ = walk(3, &v);
}
