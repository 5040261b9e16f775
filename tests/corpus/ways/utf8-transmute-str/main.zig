const std = @import("std");

extern fn count_chars(data: [*]const u8, len: usize) usize;

pub fn main() void {
    std.debug.print("{d}\n", .{count_chars("abc", 3)});
}
