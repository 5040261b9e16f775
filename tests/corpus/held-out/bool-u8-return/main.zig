const std = @import("std");
extern fn is_prime_small(n: c_int) bool;

pub fn main() void {
    if (is_prime_small(7)) std.debug.print("prime\n", .{});
}
