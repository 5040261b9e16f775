const std = @import("std");
const Stage = @import("stage.zig").Stage;

const takes = [_][3]f32{
    .{ 0.1, -0.4, 0.2 },
    .{ 0.9, 0.3, -0.8 },
    .{ 0.0, 0.5, 0.5 },
};

pub fn main() !void {
    var stage = try Stage.init(2);
    defer stage.deinit();

    for (takes, 0..) |take, i| {
        stage.addTrack(0.5, &take) catch |err| {
            std.debug.print("take {d}: {s}\n", .{ i, @errorName(err) });
        };
    }
    std.debug.print("level {d:.2}\n", .{stage.level()});
}
