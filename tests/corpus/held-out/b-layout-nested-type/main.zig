const std = @import("std");
const Rgb = extern struct {
    r: u8,
    g: u8,
    b: u16,
};
const Pixel = extern struct { color: Rgb, alpha: u8, depth: f32 };
extern fn pixel_luma(p: *const Pixel) f32;

pub fn main() void {
    const p: Pixel = .{ .color = .{ .r = 1, .g = 2, .b = 3 }, .alpha = 255, .depth = 0.5 };
    std.debug.print("{d}\n", .{pixel_luma(&p)});
}
