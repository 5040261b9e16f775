const std = @import("std");
extern const ABI_VERSION: c_uint;
extern fn apply(op: *const fn (c_int, c_int) callconv(.c) c_int, a: c_int, b: c_int) c_int;

fn mul(a: c_int, b: c_int) callconv(.c) c_int {
    return a *% b;
}

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ ABI_VERSION, apply(&mul, 3, 4) });
}
