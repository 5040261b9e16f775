const std = @import("std");
extern fn user_name(buffer: [*]u8, len: usize) bool;
pub fn main() void {
    var buffer: [8]u8 = undefined;
    if (!user_name(&buffer, buffer.len)) return;
    std.debug.print("{s}\n", .{std.mem.sliceTo(&buffer, 0)});
}
