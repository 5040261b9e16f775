const std = @import("std");

const Odometry = opaque {};
const TickFn = fn (user: ?*anyopaque, left: i32, right: i32) callconv(.c) void;

extern fn odometry_start(call: ?*const TickFn, user: ?*anyopaque) ?*Odometry;
extern fn odometry_stop(o: ?*Odometry) u32;

const Pose = struct {
    distance: std.atomic.Value(i64) = .init(0),
    heading: std.atomic.Value(i64) = .init(0),

    fn onTick(user: ?*anyopaque, left: i32, right: i32) callconv(.c) void {
        const pose: *Pose = @ptrCast(@alignCast(user orelse return));
        _ = pose.distance.fetchAdd(@as(i64, left) + right, .monotonic);
        _ = pose.heading.fetchAdd(@as(i64, right) - left, .monotonic);
    }
};

pub fn main() !void {
    var pose: Pose = .{};
    const o = odometry_start(&Pose.onTick, &pose) orelse return error.NoOdometry;
    var spins: usize = 0;
    while (pose.distance.load(.monotonic) < 100 and spins < 1 << 30) : (spins += 1) {
        std.atomic.spinLoopHint();
    }
    const ticks = odometry_stop(o);
    std.debug.print("{d} ticks, {d}\n", .{ ticks, pose.heading.load(.monotonic) });
}
