const std = @import("std");

const Stats = extern struct { lines: u64, peak: f32 };

const max_radius = 8;

fn weights(comptime radius: usize) [2 * radius + 1]f32 {
    var w: [2 * radius + 1]f32 = undefined;
    var sum: f32 = 0;
    for (&w, 0..) |*x, i| {
        const d: f32 = @floatFromInt(if (i > radius) i - radius else radius - i);
        x.* = @as(f32, @floatFromInt(radius + 1)) - d;
        sum += x.*;
    }
    for (&w) |*x| x.* /= sum;
    return w;
}

fn blurWith(comptime radius: usize, src: []const f32, dst: []f32) f32 {
    const w = comptime weights(radius);
    var peak: f32 = 0;
    for (dst, 0..) |*d, i| {
        var sum: f32 = 0;
        inline for (w, 0..) |x, k| {
            const at = @min((i + k) -| radius, src.len - 1);
            sum += x * src[at];
        }
        d.* = sum;
        peak = @max(peak, @abs(sum));
    }
    return peak;
}

/// Nothing here is shared between calls: src, dst and stats are the caller's.
export fn blur_line(src: [*]const f32, dst: [*]f32, len: usize, radius: u32, stats: *Stats) c_int {
    if (len == 0) return 0;
    const peak = switch (radius) {
        inline 0...max_radius => |r| blurWith(r, src[0..len], dst[0..len]),
        else => return -1,
    };
    stats.lines += 1;
    stats.peak = @max(stats.peak, peak);
    return 0;
}

test weights {
    var sum: f32 = 0;
    for (weights(3)) |w| sum += w;
    try std.testing.expectApproxEqAbs(@as(f32, 1), sum, 1e-5);
}
