const std = @import("std");
const World = @import("world.zig").World;

var running = std.atomic.Value(bool).init(true);

fn simulate(world: *World) void {
    while (running.load(.acquire)) world.step(1.0 / 120.0);
}

pub fn main() !void {
    const world = try World.init(0.5);
    defer world.deinit();
    const t = try std.Thread.spawn(.{}, simulate, .{world});
    var i: u32 = 0;
    while (i < 50) : (i += 1) {
        _ = world.add(@floatFromInt(i));
    }
    running.store(false, .release);
    t.join();
    std.debug.print("{d} bodies\n", .{i});
}
