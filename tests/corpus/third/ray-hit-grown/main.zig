const std = @import("std");
const physics = @import("physics.zig");

pub fn main() void {
    const world = [_]physics.Sphere{
        .{ .center = .{ 0, 0, 5 }, .radius = 1, .material = 2 },
        .{ .center = .{ 0, 3, 5 }, .radius = 2, .material = 7 },
    };
    const hit = physics.cast(.{ 0, 0, 0 }, .{ 0, 0, 1 }, &world) orelse return;
    std.debug.print("{d} {d}\n", .{ hit.body, hit.distance });
}
