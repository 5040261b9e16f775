const std = @import("std");
extern fn color_name(i: u8) [*:0]const u8;

pub fn main() void {
    std.debug.print("{s}\n", .{color_name(2)});
}
