const std = @import("std");
extern fn line_width(p: [*]const u8, n: usize) usize;

pub fn main() void {
    const s = "\xff\xfe";
    std.debug.print("{d}\n", .{line_width(s.ptr, s.len)});
}
