const std = @import("std");
const engine = @import("engine.zig");

pub fn main() void {
    var world = engine.World.init() orelse return;
    defer world.deinit();
    _ = world.add(.{ .x = 1, .y = 2, .z = 3 });
    std.debug.print("{d}\n", .{world.get(0).x});
}
