const std = @import("std");
const Number = extern struct { int: i64, real: f64 };
extern fn number_int(n: *const Number) i64;

pub fn main() void {
    const n: Number = .{ .int = 5, .real = 0 };
    std.debug.print("{d}\n", .{number_int(&n)});
}
