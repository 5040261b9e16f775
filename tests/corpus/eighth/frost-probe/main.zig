//! Built for x86_64-linux (bench) and aarch64-linux (the probe).
const std = @import("std");

const ProbeStep = extern struct {
    minute: u16,
    delta: i8,
    quality: u8,
};

extern fn frost_lowest(start: i32, steps: [*]const ProbeStep, len: usize) i32;

pub fn main() void {
    const night = [_]ProbeStep{
        .{ .minute = 0, .delta = -12, .quality = 9 },
        .{ .minute = 30, .delta = -25, .quality = 8 },
        .{ .minute = 60, .delta = 4, .quality = 9 },
        .{ .minute = 90, .delta = -90, .quality = 1 },
    };
    const lowest = frost_lowest(31, &night, night.len);
    const sign = if (lowest < 0) "-" else "";
    std.debug.print("lowest: {s}{d}.{d}\n", .{ sign, @abs(lowest) / 10, @abs(lowest) % 10 });
}
