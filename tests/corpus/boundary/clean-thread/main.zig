const std = @import("std");
extern fn run_job(id: u32, done: ?*const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
fn done(user: ?*anyopaque, value: u32) callconv(.c) void {
    const total: *u64 = @ptrCast(@alignCast(user.?));
    total.* += value;
}
pub fn main() void {
    var total: u64 = 0;
    run_job(4, &done, &total);
    std.debug.print("{d}\n", .{total});
}
