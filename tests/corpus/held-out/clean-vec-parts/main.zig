const std = @import("std");
const Bytes = extern struct { ptr: ?[*]u8, len: usize, cap: usize };
extern fn bytes_fill(n: usize, value: u8) Bytes;
extern fn bytes_free(b: Bytes) void;

pub fn main() void {
    const b = bytes_fill(4, 9);
    defer bytes_free(b);
    if (b.ptr) |p| std.debug.print("{any}\n", .{p[0..b.len]});
}
