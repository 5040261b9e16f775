const std = @import("std");

const Camera = extern struct { yaw: f32, pitch: f32, speed: f32 };
extern fn camera_update(camera: *Camera) u32;

comptime {
    _ = @import("events.zig");
}

pub fn main() void {
    var camera: Camera = .{ .yaw = 0, .pitch = 0, .speed = 1 };
    const n = camera_update(&camera);
    std.debug.print("{d} {d} {d}\n", .{ n, camera.yaw, camera.speed });
}
