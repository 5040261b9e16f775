const std = @import("std");
extern fn scale(value: i32, factor: i32) i64;
pub fn main() void {
    std.debug.print("{d}\n", .{scale(3, 4)});
}
