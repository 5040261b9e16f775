const std = @import("std");

const Bumpers = opaque {};
const Hit = struct { side: u32, force: f32 };

extern fn bumpers_start(
    call: ?*const fn (user: ?*anyopaque, side: u32, force: f32) callconv(.c) void,
    user: ?*anyopaque,
    hz: u32,
) ?*Bumpers;
extern fn bumpers_stop(b: ?*Bumpers) void;

pub const Robot = struct {
    gpa: std.mem.Allocator,
    hits: std.ArrayList(Hit) = .empty,
    speed: f32 = 0,

    fn onBump(user: ?*anyopaque, side: u32, force: f32) callconv(.c) void {
        const self: *Robot = @ptrCast(@alignCast(user.?));
        self.hits.append(self.gpa, .{ .side = side, .force = force }) catch return;
    }

    fn step(self: *Robot) void {
        var worst: f32 = 0;
        for (self.hits.items) |h| worst = @max(worst, h.force);
        self.hits.clearRetainingCapacity();
        self.speed = if (worst > 0.4) 0 else @min(self.speed + 0.1, 1.0);
    }
};

pub fn main() !void {
    var robot: Robot = .{ .gpa = std.heap.smp_allocator };
    defer robot.hits.deinit(robot.gpa);
    const b = bumpers_start(&Robot.onBump, &robot, 100) orelse return error.NoSensors;
    defer bumpers_stop(b);
    var i: usize = 0;
    while (i < 1000) : (i += 1) robot.step();
    std.debug.print("speed {d}\n", .{robot.speed});
}
