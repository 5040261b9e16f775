const std = @import("std");
const filter = @import("filter.zig");

const gpa = std.heap.smp_allocator;

pub const Gauge = struct {
    zero_mm: i32 = 0,
    scale_ppm: i32 = 1_000_000,
    smooth: filter.Ewma = .{ .shift = 3 },
    faults: u32 = 0,

    fn toMillimetres(self: *const Gauge, counts: i32) i32 {
        const scaled = @divTrunc(@as(i64, counts) * self.scale_ppm, 1_000_000);
        return std.math.lossyCast(i32, scaled - self.zero_mm);
    }
};

pub export fn gauge_new() callconv(.c) ?*Gauge {
    const g = gpa.create(Gauge) catch return null;
    g.* = .{};
    return g;
}

pub export fn gauge_free(g: ?*Gauge) callconv(.c) void {
    if (g) |it| gpa.destroy(it);
}

/// Two reference levels and the counts that were read at them.
pub fn gauge_calibrate(g: ?*Gauge, low_mm: i32, low_counts: i32, high_mm: i32, high_counts: i32) callconv(.c) bool {
    const it = g orelse return false;
    const span = @as(i64, high_counts) - low_counts;
    if (span == 0) return false;
    const ppm = @divTrunc((@as(i64, high_mm) - low_mm) * 1_000_000, span);
    it.scale_ppm = std.math.cast(i32, ppm) orelse return false;
    it.zero_mm = 0;
    it.zero_mm = it.toMillimetres(low_counts) -| low_mm;
    return true;
}

pub export fn gauge_feed(g: ?*Gauge, counts: i32) callconv(.c) i32 {
    const it = g orelse return std.math.minInt(i32);
    if (counts < 0) {
        it.faults +|= 1;
        return it.smooth.value();
    }
    return it.smooth.push(it.toMillimetres(counts));
}

pub export fn gauge_faults(g: ?*const Gauge) callconv(.c) u32 {
    return if (g) |it| it.faults else 0;
}
