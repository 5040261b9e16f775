const std = @import("std");
const Vec2 = extern struct { x: f32, y: f32 };
extern fn vec2_add(a: Vec2, b: Vec2) Vec2;

pub fn main() void {
    const v = vec2_add(.{ .x = 1, .y = 2 }, .{ .x = 3, .y = 4 });
    std.debug.print("{d}\n", .{v.x});
}
