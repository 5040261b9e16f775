const std = @import("std");
const Iter = opaque {};
extern fn iter_new(n: u32) ?*Iter;
extern fn iter_finish(it: ?*Iter) u32;
extern fn iter_drop(it: ?*Iter) void;

pub fn main() void {
    const it = iter_new(5) orelse return;
    defer iter_drop(it);
    std.debug.print("{d}\n", .{iter_finish(it)});
}
