const std = @import("std");

const Pulse = opaque {};

extern fn pulse_new(period_seconds: f64) ?*Pulse;
extern fn pulse_feed(p: ?*Pulse, edges: [*]const u64, n: usize) bool;
extern fn pulse_slot(p: ?*const Pulse, index: usize) u32;
extern fn pulse_mean_gap(p: ?*const Pulse) u64;
extern fn pulse_free(p: ?*Pulse) void;

pub fn main() void {
    for ([_]f64{ 0.001, -1, 0, std.math.nan(f64), std.math.inf(f64) }) |period| {
        const p = pulse_new(period) orelse {
            std.debug.print("{d} s is no period\n", .{period});
            continue;
        };
        defer pulse_free(p);
        const edges = [_]u64{ 10, 400, 1200, 1100, 99_000_000 };
        if (!pulse_feed(p, &edges, edges.len)) continue;
        std.debug.print("{d} in the first slot, mean gap {d} us\n", .{ pulse_slot(p, 0), pulse_mean_gap(p) });
        _ = pulse_slot(p, 1_000_000);
    }
}
