const std = @import("std");
extern fn color_name(index: u32) ?[*:0]const u8;
pub fn main() void {
    if (color_name(1)) |name| std.debug.print("{s}\n", .{name});
}
