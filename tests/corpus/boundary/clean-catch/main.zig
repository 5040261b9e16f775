const std = @import("std");
extern fn divide(a: i32, b: i32, out: *i32) i32;
pub fn main() void {
    var q: i32 = 0;
    std.debug.print("{d} {d}\n", .{ divide(6, 0, &q), q });
}
