const std = @import("std");
extern fn adler_final(state: u32) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{adler_final(0x10001)});
}
