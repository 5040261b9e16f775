const std = @import("std");

extern fn metrics_add(series: usize, n: u64) u64;
extern fn metrics_gauge(series: usize, v: i64) i64;
extern fn metrics_enter() u32;
extern fn metrics_leave(ms: f64) u32;
extern fn metrics_quantile(q: f64) f64;

const Span = struct {
    cost: f64,

    fn begin(cost: f64) Span {
        _ = metrics_enter();
        return .{ .cost = cost };
    }

    fn end(s: Span) void {
        _ = metrics_leave(s.cost);
    }
};

fn work(id: usize) void {
    for (0..100) |i| {
        const span = Span.begin(@floatFromInt(i % 17));
        defer span.end();
        _ = metrics_add(id, 1);
        _ = metrics_gauge(id, @intCast(i));
    }
}

pub fn main() !void {
    var threads: [4]std.Thread = undefined;
    var started: usize = 0;
    defer for (threads[0..started]) |t| t.join();
    while (started < threads.len) : (started += 1) {
        threads[started] = try std.Thread.spawn(.{}, work, .{started});
    }
    std.debug.print("{d:.1} {d}\n", .{ metrics_quantile(0.9), metrics_add(0, 0) });
}
