const std = @import("std");
const camera = @import("camera.zig");

pub fn main() !void {
    for (0..3) |n| try camera.shoot(n * 40);
    var sum: u32 = 0;
    const last = camera.encoder_drain(&sum);
    std.debug.print("{d} {x}\n", .{ last, sum });
}
