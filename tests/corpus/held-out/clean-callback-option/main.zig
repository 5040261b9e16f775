const std = @import("std");
const Done = ?*const fn (user: ?*anyopaque, status: i32) callconv(.c) void;
extern fn compute(n: i32, done: Done, user: ?*anyopaque) void;

const Context = struct { status: i32 = 0 };

fn done(user: ?*anyopaque, status: i32) callconv(.c) void {
    const ctx: *Context = @ptrCast(@alignCast(user orelse return));
    ctx.status = status;
}

pub fn main() void {
    var ctx: Context = .{};
    compute(3, done, &ctx);
    compute(3, null, null);
    std.debug.print("{d}\n", .{ctx.status});
}
