const std = @import("std");

const sticks = 2;
const axis_count = sticks * 2 + 4;

pub const Pad = extern struct {
    buttons: u32,
    axes: [axis_count]i16,
    connected: bool,
};

var tick: std.atomic.Value(u32) = .init(0);

/// State of a pad as the driver sees it.
export fn pad_poll(index: u32, pad: *Pad) bool {
    if (index > 3) return false;
    const now = tick.fetchAdd(1, .monotonic);
    pad.* = .{ .buttons = now & 0xff, .axes = @splat(0), .connected = true };
    pad.axes[0] = @intCast(now % 100);
    return true;
}
