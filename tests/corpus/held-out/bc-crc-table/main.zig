const std = @import("std");
extern fn crc32(seed: u32, data: [*]const u8, len: usize) u32;
extern fn crc32_byte(crc: u32, byte: u8) u32;

pub fn main() void {
    std.debug.print("{x} {x}\n", .{ crc32(0, "abc", 3), crc32_byte(1, 2) });
}
