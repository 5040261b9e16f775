const std = @import("std");
const channels = @import("channels.zig");

const wanted = [_][]const u8{ "imu.raw", "lidar.front", "planner.trajectory", "brake.controller" };

pub fn main() void {
    for (wanted, 1..) |name, n| {
        const id = channels.register(name, @intCast(n * 8)) catch |err| {
            std.debug.print("{s}: {t}\n", .{ name, err });
            continue;
        };
        const c = channels.info(id) orelse continue;
        std.debug.print("{d} {s} depth {d}\n", .{ c.id, c.text(), c.depth });
    }
}
