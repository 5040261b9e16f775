const std = @import("std");
const Player = @import("audio.zig").Player;

pub fn main() !void {
    var player = Player.init(440);
    defer player.deinit();
    try player.start();
    const level: f32 = @bitCast(player.level.load(.monotonic));
    std.debug.print("{d}\n", .{level});
}
