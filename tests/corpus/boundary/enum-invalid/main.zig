const std = @import("std");
extern fn codec_window(codec: c_int) u32;
pub fn main() void {
    std.debug.print("{d}\n", .{codec_window(9)});
}
