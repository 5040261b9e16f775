const std = @import("std");

const LogFn = *const fn (user: ?*anyopaque, level: u8, text: [*]const u8, len: usize) callconv(.c) void;
extern fn motor_set_log(call: ?LogFn, user: ?*anyopaque) void;
extern fn motor_drive(port: u8, speed: f32) f32;
extern fn motor_test_all(speed: f32) u32;

const Counts = struct {
    warnings: std.atomic.Value(u32) = .init(0),
    errors: std.atomic.Value(u32) = .init(0),

    fn log(user: ?*anyopaque, level: u8, text: [*]const u8, len: usize) callconv(.c) void {
        const self: *Counts = @ptrCast(@alignCast(user orelse return));
        _ = if (level >= 2) self.errors.fetchAdd(1, .monotonic) else self.warnings.fetchAdd(1, .monotonic);
        std.debug.print("motor: {s}\n", .{text[0..len]});
    }
};

pub fn main() void {
    var counts: Counts = .{};
    motor_set_log(&Counts.log, &counts);
    defer motor_set_log(null, null);
    _ = motor_drive(9, 0.1);
    _ = motor_drive(2, 0.9);
    const n = motor_test_all(0.4);
    std.debug.print("{d} turn, {d}/{d}\n", .{ n, counts.warnings.load(.monotonic), counts.errors.load(.monotonic) });
}
