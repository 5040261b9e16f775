const std = @import("std");
const Point = extern struct { x: f64, y: f64 };
extern fn norm(p: ?*const Point) f64;
pub fn main() void {
    const p = Point{ .x = 3, .y = 4 };
    std.debug.print("{d}\n", .{norm(&p)});
}
