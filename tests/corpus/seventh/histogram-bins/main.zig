const std = @import("std");

const Bins = extern struct { counts: ?[*]u32, len: usize };

extern fn bins_make(samples: [*]const f32, n: usize, bins: usize) Bins;
extern fn bins_free(b: Bins) void;

pub fn main() void {
    const samples = [_]f32{ 0.1, 0.15, 0.5, 0.99, 1.0 };
    const bins = bins_make(&samples, samples.len, 4);
    defer bins_free(bins);
    const counts = bins.counts orelse return;
    for (counts[0..bins.len], 0..) |c, i| std.debug.print("{d}: {d}\n", .{ i, c });
}
