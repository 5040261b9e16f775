const std = @import("std");

const Word = std.atomic.Value(u32);

extern fn watch_bind(id: u32, value: ?*const Word) bool;

fn ramp(speed_: *Word, current_: *Word) void {
    for (0..20) |n| {
        const step: u32 = @intCast(n);
        speed_.store(step * 50, .monotonic);
        current_.store(step * step, .monotonic);
    }
}

pub fn selfTest() bool {
    var speed: Word = .init(0);
    var current: Word = .init(0);
    if (!watch_bind(1, &speed)) return false;
    if (!watch_bind(2, &current)) return false;
    ramp(&speed, &current);
    return speed.load(.monotonic) > 0;
}
