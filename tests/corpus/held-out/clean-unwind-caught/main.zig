const std = @import("std");
extern fn safe_sum(a: i32, b: i32) i32;

pub fn main() void {
    std.debug.print("{d}\n", .{safe_sum(1, 2)});
}
