const std = @import("std");
extern fn mean(total: u64, n: u64) u64;
extern fn ratio(a: u32, b: u32) u32;
extern fn per_second(bytes: u64, ms: u64) u64;

pub fn main() void {
    std.debug.print("{d} {d} {d}\n", .{ mean(3, 0), ratio(1, 0), per_second(5, 0) });
}
