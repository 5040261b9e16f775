const std = @import("std");
extern fn batch_sort(keys: [*]f64, len: usize) bool;
extern fn batch_median(keys: [*]const f64, len: usize) f64;
pub fn main() void {
    var k = [_]f64{ 3, 1, 2 };
    _ = batch_sort(&k, k.len);
    std.debug.print("{d}\n", .{batch_median(&k, k.len)});
}
