const std = @import("std");
extern fn level_name(level: usize) ?[*:0]const u8;

pub fn main() void {
    if (level_name(1)) |n| std.debug.print("{s}\n", .{n});
}
