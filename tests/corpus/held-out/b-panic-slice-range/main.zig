const std = @import("std");
extern fn crop_sum(data: [*]const u8, len: usize, from: usize, to: usize) u64;

pub fn main() void {
    const d = "abcdef";
    std.debug.print("{d}\n", .{crop_sum(d.ptr, d.len, 4, 2)});
}
