const std = @import("std");
const mesh = @import("mesh.zig");

pub fn main() void {
    const points = [_]mesh.Vec3{
        .{ .x = 0, .y = 0, .z = 0 },
        .{ .x = 1, .y = 0, .z = 0 },
        .{ .x = 0, .y = 1, .z = 0 },
    };
    const normals = mesh.Normals.of(&points);
    defer normals.deinit();
    for (normals.slice()) |n| std.debug.print("{d} {d} {d}\n", .{ n.x, n.y, n.z });
}
