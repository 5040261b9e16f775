const std = @import("std");

extern fn upper_count(data: [*]const u8, len: usize) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{upper_count("aBC", 3)});
}
