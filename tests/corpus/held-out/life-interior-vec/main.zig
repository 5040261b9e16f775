const std = @import("std");
const Names = opaque {};
extern fn names_new() ?*Names;
extern fn names_push(n: ?*Names, v: u64) ?*u64;
extern fn names_free(n: ?*Names) void;

pub fn main() void {
    const n = names_new();
    defer names_free(n);
    const first = names_push(n, 1) orelse return;
    var i: u64 = 0;
    while (i < 100) : (i += 1) _ = names_push(n, i);
    std.debug.print("{d}\n", .{first.*});
}
