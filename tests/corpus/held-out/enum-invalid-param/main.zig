const std = @import("std");
extern fn color_code(c: u8) u32;

pub fn main() void {
    std.debug.print("{x}\n", .{color_code(9)});
}
