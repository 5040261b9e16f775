const std = @import("std");
extern fn divisors(n: u32, len: *usize) ?[*]u32;
extern fn divisors_free(ptr: ?[*]u32, len: usize) void;

pub fn main() void {
    var len: usize = 0;
    const d = divisors(12, &len) orelse return;
    defer divisors_free(d, len);
    for (d[0..len]) |v| std.debug.print("{d} ", .{v});
}
