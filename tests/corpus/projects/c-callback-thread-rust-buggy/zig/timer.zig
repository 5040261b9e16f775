const std = @import("std");
const Callback = *const fn (?*anyopaque) callconv(.c) void;
fn loop(cb: Callback, user: ?*anyopaque, n: u32) void { for (0..n) |_| cb(user); }
export fn timer_start(cb: Callback, user: ?*anyopaque, n: u32) bool {
    const t = std.Thread.spawn(.{}, loop, .{ cb, user, n }) catch return false;
    t.detach();
    return true;
}
