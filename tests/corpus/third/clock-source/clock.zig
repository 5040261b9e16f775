const std = @import("std");

const Clock = struct {
    nanos: std.atomic.Value(u64) = .init(0),
    rate: std.atomic.Value(u32) = .init(1),
};

var clock: Clock = .{};

/// Simulated time in nanoseconds.
export fn clock_now() u64 {
    const step: u64 = clock.rate.load(.monotonic);
    return clock.nanos.fetchAdd(step * 1000, .monotonic);
}

pub fn clock_set_rate(rate: u32) callconv(.c) bool {
    if (rate == 0) return false;
    clock.rate.store(rate, .monotonic);
    return true;
}

export fn clock_reset() void {
    clock.nanos.store(0, .monotonic);
}
