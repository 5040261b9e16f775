const std = @import("std");
const skeleton = @import("skeleton.zig");

pub fn main() void {
    const bones = [_]skeleton.Bone{
        .{ .parent = -1, .local = .identity },
        .{ .parent = 0, .local = .identity },
    };
    var world: [2]skeleton.Mat4 = undefined;
    if (skeleton.pose(&bones, &world)) std.debug.print("{d}\n", .{world[1].rows[0][0]});
}
