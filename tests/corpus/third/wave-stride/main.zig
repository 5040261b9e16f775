const std = @import("std");
const timeline = @import("timeline.zig");

pub fn main() void {
    var samples: [640]i16 = undefined;
    for (&samples, 0..) |*s, n| s.* = @intCast(n % 200);
    var out: [32]timeline.Peak = undefined;
    const view: timeline.View = .{ .pixels = 32 };
    for (view.draw(&samples, &out)) |peak| std.debug.print("{d} {d}\n", .{ peak.low, peak.high });
}
