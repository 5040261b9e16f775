const std = @import("std");

const gpa = std.heap.smp_allocator;

pub const Fix = extern struct {
    degrees: f64,
    spread: f64,
    count: u32,
};

export fn fix_begin() ?*Fix {
    const fix = gpa.create(Fix) catch return null;
    fix.* = .{ .degrees = 0, .spread = 0, .count = 0 };
    return fix;
}

export fn fix_bearing(fix: ?*Fix, degrees: f64) bool {
    const f = fix orelse return false;
    if (!std.math.isFinite(degrees) or degrees < 0 or degrees >= 360) return false;
    f.count +|= 1;
    const n: f64 = @floatFromInt(f.count);
    const off = degrees - f.degrees;
    f.degrees += off / n;
    f.spread = @max(f.spread, if (f.count > 1) @abs(off) else 0);
    return true;
}

export fn fix_free(fix: ?*Fix) void {
    gpa.destroy(fix orelse return);
}
