const std = @import("std");
const shape = @import("shape.zig");

pub fn main() void {
    const triangle = [_][2]f32{ .{ 0, 0 }, .{ 4, 0 }, .{ 0, 3 } };
    const a = shape.area(4, &.{
        .{ .circle = .{ .x = 1, .y = 1, .r = 2 } },
        .{ .polygon = &triangle },
        .{ .square = 1.5 },
        .{ .label = "north wing" },
    });
    std.debug.print("{d:.3} and {d} without an area\n", .{ a.sum, a.without });
}
