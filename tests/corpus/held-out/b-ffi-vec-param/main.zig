const std = @import("std");
const List = extern struct { cap: usize, ptr: [*]i32, len: usize };
extern fn total(values: List) i64;

pub fn main() void {
    var xs = [_]i32{ 1, 2 };
    std.debug.print("{d}\n", .{total(.{ .cap = 2, .ptr = &xs, .len = 2 })});
}
