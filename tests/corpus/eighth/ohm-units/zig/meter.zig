const std = @import("std");

pub const Reading = extern struct {
    ohm: f64,
    channel: u16,
    valid: u8,

    const open: f64 = std.math.inf(f64);
};

/// Below this the circuit counts as open.
const least_amp = 1e-9;

export fn ohm_measure(channel: u16, volt: f64, amp: f64) Reading {
    if (!(@abs(amp) >= least_amp) or !std.math.isFinite(volt)) {
        return .{ .ohm = Reading.open, .channel = channel, .valid = 0 };
    }
    return .{ .ohm = @abs(volt / amp), .channel = channel, .valid = 1 };
}

/// 0 for no values at all.
export fn ohm_mean(values: [*]const f64, len: usize) f64 {
    if (len == 0) return 0;
    var sum: f64 = 0;
    for (values[0..len]) |v| sum += v;
    return sum / @as(f64, @floatFromInt(len));
}
