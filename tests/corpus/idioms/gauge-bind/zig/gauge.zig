const std = @import("std");
const gpa = std.heap.c_allocator;
const Gauge = struct { source: ?*const f64 = null, last: f64 = 0 };
export fn gauge_new() ?*Gauge {
    const g = gpa.create(Gauge) catch return null;
    g.* = .{};
    return g;
}
/// Reads the value at every tick, until bound to another.
export fn gauge_bind(g: *Gauge, source: *const f64) void {
    g.source = source;
}
export fn gauge_tick(g: *Gauge) f64 {
    if (g.source) |s| g.last = g.last * 0.5 + s.* * 0.5;
    return g.last;
}
export fn gauge_free(g: ?*Gauge) void {
    if (g) |it| gpa.destroy(it);
}
