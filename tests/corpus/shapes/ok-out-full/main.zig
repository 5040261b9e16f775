const std = @import("std");
extern fn user_name(buffer: [*]u8, len: usize) bool;
extern fn user_bytes(buffer: [*]u8, len: usize) usize;
pub fn main() void {
    var buffer: [8]u8 = undefined;
    if (!user_name(&buffer, buffer.len)) return;
    std.debug.print("{s}\n", .{std.mem.sliceTo(&buffer, 0)});
    const n = user_bytes(&buffer, buffer.len);
    std.debug.print("{s}\n", .{buffer[0..n]});
}
