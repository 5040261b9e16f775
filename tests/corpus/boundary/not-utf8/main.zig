const std = @import("std");
extern fn char_count(data: [*]const u8, len: usize) usize;
pub fn main() void {
    const bytes = [_]u8{ 0xff, 0xfe };
    std.debug.print("{d}\n", .{char_count(&bytes, bytes.len)});
}
