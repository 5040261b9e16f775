const std = @import("std");
extern fn watch_start(ticks: u32, cb: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
var total: std.atomic.Value(u64) = .init(0);
fn onTick(_: ?*anyopaque, i: u32) callconv(.c) void {
    _ = total.fetchAdd(i, .monotonic);
}
pub fn start() void { watch_start(10, &onTick, null); }
pub fn sum() u64 {
    return total.load(.monotonic);
}
