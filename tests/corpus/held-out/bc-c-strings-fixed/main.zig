const std = @import("std");
extern fn name_at(i: usize) ?[*:0]const u8;
extern fn motd() [*:0]const u8;
extern fn copy_name(i: usize, out: ?[*]u8, cap: usize) usize;

pub fn main() void {
    var buf: [16]u8 = undefined;
    _ = copy_name(1, &buf, buf.len);
    if (name_at(2)) |n| std.debug.print("{s} {s}\n", .{ n, motd() });
}
