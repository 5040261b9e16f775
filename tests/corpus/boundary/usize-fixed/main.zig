const std = @import("std");
extern fn sum_bytes(data: [*]const u8, len: u32) u32;
pub fn main() void {
    const bytes = [_]u8{ 1, 2, 3 };
    std.debug.print("{d}\n", .{sum_bytes(&bytes, bytes.len)});
}
