const std = @import("std");

const Led = opaque {};
const Pattern = enum(c_int) { off, solid, blink, breathe, _ };
const LedState = extern struct { pattern: Pattern, period_ms: u32 };

extern fn led_new() ?*Led;
extern fn led_load(led: ?*Led, percent: u32) void;
extern fn led_state(led: ?*const Led, out: *LedState) bool;
extern fn led_free(led: ?*Led) void;

pub fn main() void {
    const led = led_new();
    defer led_free(led);
    for ([_]u32{ 0, 20, 60, 99 }) |load| {
        led_load(led, load);
        var s = std.mem.zeroes(LedState);
        if (!led_state(led, &s)) continue;
        const word = switch (s.pattern) {
            .off => "off",
            .solid => "solid",
            .blink => "blinking",
            .breathe => "breathing",
            _ => "?",
        };
        std.debug.print("{d}%: {s} {d} ms\n", .{ load, word, s.period_ms });
    }
}
