const std = @import("std");
const Pair = extern struct { lo: i32, hi: i32 };
extern fn min_max(a: i32, b: i32) Pair;

pub fn main() void {
    std.debug.print("{d}\n", .{min_max(3, 2).lo});
}
