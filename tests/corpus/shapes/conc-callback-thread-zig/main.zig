const std = @import("std");
const Callback = *const fn (?*anyopaque, u32) callconv(.c) void;
const Watch = struct { cb: Callback, user: ?*anyopaque };
var stop: std.atomic.Value(bool) = .init(false);
var worker: ?std.Thread = null;
fn loop(w: Watch) void {
    while (!stop.load(.acquire)) w.cb(w.user, 1);
}
export fn watch_start(cb: Callback, user: ?*anyopaque) bool {
    worker = std.Thread.spawn(.{}, loop, .{Watch{ .cb = cb, .user = user }}) catch return false;
    return true;
}
export fn watch_stop() void {
    stop.store(true, .release);
    if (worker) |t| t.join();
}
