const std = @import("std");
const terrain = @import("terrain.zig");

pub fn main() void {
    var nodes: [16]terrain.Node = undefined;
    for (&nodes, 0..) |*node, n| {
        const at: f32 = @floatFromInt(n * 32);
        node.* = .{
            .bounds = .{ .solid = n == 0, .x = at, .y = at, .radius = 16 },
            .first_child = 0,
            .lod = .{ .factor = 4, .morph = 0 },
        };
    }
    std.debug.print("{d}\n", .{terrain.terrain_visible(&nodes, nodes.len, 10, 10)});
}
