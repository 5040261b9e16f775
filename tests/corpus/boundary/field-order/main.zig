const std = @import("std");
const Rect = extern struct { x: i32, w: i32, y: i32, h: i32 };
extern fn rect_area(r: Rect) i64;
pub fn main() void {
    std.debug.print("{d}\n", .{rect_area(.{ .x = 0, .y = 0, .w = 3, .h = 4 })});
}
