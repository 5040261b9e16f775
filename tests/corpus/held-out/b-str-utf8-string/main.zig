const std = @import("std");
extern fn vowels(p: [*]const u8, n: usize) usize;

pub fn main() void {
    const s = "\xc0aei";
    std.debug.print("{d}\n", .{vowels(s.ptr, s.len)});
}
