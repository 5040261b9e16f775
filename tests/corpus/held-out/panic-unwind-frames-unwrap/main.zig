const std = @import("std");
extern fn decode_byte(hex: [*]const u8, len: usize) u8;

pub fn main() void {
    const bad = "zz";
    std.debug.print("{d}\n", .{decode_byte(bad.ptr, bad.len)});
}
