const std = @import("std");
const Timer = opaque {
    extern fn timer_start() ?*Timer;
    extern fn timer_ticks(t: *const Timer) u64;
    extern fn timer_stop(t: *Timer) void;

    fn stop(t: *Timer) void {
        timer_stop(t);
    }
};

pub fn main() void {
    const t = Timer.timer_start() orelse return;
    t.stop();
    std.debug.print("{d}\n", .{Timer.timer_ticks(t)});
}
