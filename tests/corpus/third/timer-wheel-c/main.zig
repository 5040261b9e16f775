const std = @import("std");
const Wheel = @import("loop.zig").Wheel;

const Blink = struct {
    times: u32 = 0,

    fn fire(user: ?*anyopaque, _: u64) callconv(.c) bool {
        const self: *Blink = @ptrCast(@alignCast(user.?));
        self.times += 1;
        return self.times < 3;
    }
};

pub fn main() void {
    const wheel = Wheel.wheel_new();
    defer Wheel.wheel_free(wheel);
    var blink: Blink = .{};
    _ = Wheel.wheel_add(wheel, &.{ .user = &blink, .fire = &Blink.fire, .due = 10 });
    for (0..5) |n| _ = Wheel.wheel_turn(wheel, n * 10);
    std.debug.print("{d}\n", .{blink.times});
}
