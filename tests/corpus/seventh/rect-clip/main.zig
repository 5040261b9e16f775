const std = @import("std");

const Point = extern struct { x: c_int, y: c_int };
const Rectangle = extern struct { at: Point, width: c_uint, height: c_uint };

extern fn rect_clip(a: Rectangle, b: Rectangle) Rectangle;
extern fn rect_holds(r: Rectangle, p: Point) bool;

pub fn main() void {
    const screen: Rectangle = .{ .at = .{ .x = 0, .y = 0 }, .width = 640, .height = 480 };
    const window: Rectangle = .{ .at = .{ .x = -20, .y = 400 }, .width = 200, .height = 200 };
    const seen = rect_clip(screen, window);
    std.debug.print("{d}x{d} at {d},{d}\n", .{ seen.width, seen.height, seen.at.x, seen.at.y });
    std.debug.print("{}\n", .{rect_holds(seen, .{ .x = 10, .y = 479 })});
}
