const std = @import("std");
const face = @import("abi/face.zig");
const Metrics = @import("abi/types.zig").Metrics;

pub fn main() !void {
    for (0..2) |i| {
        const f = face.face_load(@intCast(i)) orelse continue;
        defer face.face_unload(f);
        var m: Metrics = .{};
        if (!face.face_metrics(f, &m)) return error.NoMetrics;
        std.debug.print("{d}: {d:.1}px\n", .{ m.weight, m.lineHeight(16) });
    }
}
