const std = @import("std");

const Timer = opaque {};

extern fn timer_new(max_tries: u32) ?*Timer;
extern fn timer_arm(t: ?*Timer, seconds: f64) bool;
extern fn timer_left_ms(t: ?*const Timer) u64;
extern fn timer_free(t: ?*Timer) void;

/// The text of a Retry-After header.
fn retryAfter(header: []const u8) f64 {
    return std.fmt.parseFloat(f64, header) catch 1.0;
}

pub fn main() void {
    const timer = timer_new(5) orelse return;
    defer timer_free(timer);
    for ([_][]const u8{ "0.25", "2", "soon", "-1" }) |header| {
        if (!timer_arm(timer, retryAfter(header))) break;
        std.debug.print("{s}: {d} ms\n", .{ header, timer_left_ms(timer) });
    }
}
