const std = @import("std");
extern fn fetch_async(id: u32, done: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
var total: u64 = 0;
fn done(_: ?*anyopaque, value: u32) callconv(.c) void {
    total += value;
}
pub fn main() void {
    fetch_async(1, &done, null);
    fetch_async(2, &done, null);
    std.debug.print("{d}\n", .{total});
}
