const std = @import("std");
extern fn bits_at(bytes: [*]const u8, len: usize, at: usize, n: u32) u32;
pub fn main() void {
    const b = [_]u8{ 1, 2 };
    std.debug.print("{d}\n", .{bits_at(&b, b.len, 12, 8)});
}
