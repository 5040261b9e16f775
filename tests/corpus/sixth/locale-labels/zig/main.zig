const std = @import("std");
const labels = @import("labels.zig");

const Leg = struct { from: []const u8, to: []const u8, minutes: u32 };

pub fn main() void {
    _ = labels.use("de-AT");
    const legs = [_]Leg{
        .{ .from = "Graz", .to = "Bruck", .minutes = 33 },
        .{ .from = "Bruck", .to = "Wien", .minutes = 121 },
    };
    var buf: [64]u8 = undefined;
    for (legs) |leg| {
        std.debug.print("{s}: {s}, {s}: {s} ({s})\n", .{
            labels.plain(.departure), leg.from,
            labels.plain(.arrival),   leg.to,
            labels.counted(&buf, .minutes, leg.minutes),
        });
    }
    std.debug.print("{s}\n", .{labels.counted(&buf, .changes, legs.len - 1)});
}
