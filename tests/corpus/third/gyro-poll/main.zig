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
    sum: i64 = 0,
    count: u32 = 0,

    fn onSample(user: ?*anyopaque, x: i16, y: i16, z: i16) callconv(.c) void {
        const self: *Drift = @ptrCast(@alignCast(user orelse return));
        const length = @as(i64, x) * x + @as(i64, y) * y + @as(i64, z) * z;
        self.sum += length;
        self.count += 1;
    }

    fn mean(self: *const Drift) i64 {
        if (self.count == 0) return 0;
        return @divTrunc(self.sum, self.count);
    }
};
