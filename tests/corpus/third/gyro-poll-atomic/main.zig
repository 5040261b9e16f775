const std = @import("std");
const gyro = @import("gyro.zig");

pub fn main() void {
    var drift: Drift = .{};
    const poller = gyro.gyro_start(&Drift.onSample, &drift) orelse return;
    defer gyro.gyro_stop(poller);
    var round: u32 = 0;
    while (round < 50) : (round += 1) {
        std.Thread.yield() catch {};
        std.debug.print("{d}\n", .{drift.mean()});
    }
}

const Drift = struct {
    sum: std.atomic.Value(i64) = .init(0),
    count: std.atomic.Value(u32) = .init(0),

    fn onSample(user: ?*anyopaque, x: i16, y: i16, z: i16) callconv(.c) void {
        const self: *Drift = @ptrCast(@alignCast(user orelse return));
        const length = @as(i64, x) * x + @as(i64, y) * y + @as(i64, z) * z;
        _ = self.sum.fetchAdd(length, .monotonic);
        _ = self.count.fetchAdd(1, .release);
    }

    fn mean(self: *const Drift) i64 {
        const n = self.count.load(.acquire);
        if (n == 0) return 0;
        return @divTrunc(self.sum.load(.monotonic), n);
    }
};
