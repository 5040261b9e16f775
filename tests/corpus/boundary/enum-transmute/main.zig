const std = @import("std");
extern fn apply(op: u32, a: i64, b: i64) i64;
pub fn main() void {
    std.debug.print("{d}\n", .{apply(2, 3, 4)});
}
