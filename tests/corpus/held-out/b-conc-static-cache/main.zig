const std = @import("std");
extern fn fib_cached(n: u8) u64;

pub fn main() void {
    std.debug.print("{d}\n", .{fib_cached(20)});
}
