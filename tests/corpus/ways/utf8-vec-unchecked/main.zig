const std = @import("std");

extern fn words(data: [*]const u8, len: usize) usize;

pub fn main() void {
    std.debug.print("{d}\n", .{words("a b c", 5)});
}
