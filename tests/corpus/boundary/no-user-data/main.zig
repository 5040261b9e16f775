const std = @import("std");
extern fn walk(n: u32, f: ?*const fn (u32) callconv(.c) void) void;
var sum: u64 = 0;
fn add(i: u32) callconv(.c) void {
    sum += i;
}
pub fn main() void {
    walk(4, &add);
    std.debug.print("{d}\n", .{sum});
}
