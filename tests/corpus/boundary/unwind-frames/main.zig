const std = @import("std");
extern fn visit(n: u32, f: ?*const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
fn show(_: ?*anyopaque, i: u32) callconv(.c) void {
    std.debug.print("{d}\n", .{i});
}
pub fn main() void {
    visit(3, &show, null);
}
