const std = @import("std");
extern fn host_name(buffer: [*]u8, len: usize) void;
pub fn main() void {
    var buffer: [64]u8 = undefined;
    host_name(&buffer, buffer.len);
    const text: [*:0]const u8 = @ptrCast(&buffer);
    std.debug.print("{s}\n", .{std.mem.span(text)});
}
