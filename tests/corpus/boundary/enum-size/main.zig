const std = @import("std");
const Color = enum(c_int) { red = 0, green = 1, blue = 2 };
const Pixel = extern struct { color: Color, depth: u8 };
extern fn pixel_depth(p: *const Pixel) u8;
pub fn main() void {
    const p = Pixel{ .color = .green, .depth = 3 };
    std.debug.print("{d}\n", .{pixel_depth(&p)});
}
