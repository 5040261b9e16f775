const std = @import("std");
extern fn read_async(out: [*]u8, len: usize) void;
pub fn load() u8 {
    var buffer: [256]u8 = @splat(0);
    read_async(&buffer, buffer.len);
    return buffer[0];
}
