const std = @import("std");
const stats = struct {
    extern fn max_i32(a: i32, b: i32) i32;
    extern fn mean_i32(a: i32, b: i32) i32;
};

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ stats.max_i32(1, 2), stats.mean_i32(1, 3) });
}
