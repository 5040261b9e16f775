const std = @import("std");

extern fn c_length(data: [*]const u8, len: usize) usize;

pub fn main() void {
    std.debug.print("{d}\n", .{c_length("ab\x00cd", 5)});
}
