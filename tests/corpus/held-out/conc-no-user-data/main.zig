const std = @import("std");
extern fn fold_lines(text: [*]const u8, len: usize, each: ?*const fn ([*]const u8, usize) callconv(.c) void) void;

var longest: usize = 0;

fn line(p: [*]const u8, n: usize) callconv(.c) void {
    _ = p;
    longest = @max(longest, n);
}

pub fn main() void {
    const t = "a\nbcd\ne";
    fold_lines(t.ptr, t.len, line);
    std.debug.print("{d}\n", .{longest});
}
