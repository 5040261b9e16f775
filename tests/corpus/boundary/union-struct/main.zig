const std = @import("std");
const Value = extern struct { int: i64, real: f64 };
extern fn value_int(v: *const Value) i64;
pub fn main() void {
    const v = Value{ .int = 4, .real = 0 };
    std.debug.print("{d}\n", .{value_int(&v)});
}
