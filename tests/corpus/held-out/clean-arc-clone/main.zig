const std = @import("std");
const Meter = opaque {};
extern fn meter_new() ?*const Meter;
extern fn meter_retain(m: ?*const Meter) void;
extern fn meter_hit(m: ?*const Meter) u64;
extern fn meter_release(m: ?*const Meter) void;

fn work(m: ?*const Meter) void {
    defer meter_release(m);
    for (0..10) |_| _ = meter_hit(m);
}

pub fn main() !void {
    const m = meter_new();
    defer meter_release(m);
    meter_retain(m);
    const t = try std.Thread.spawn(.{}, work, .{m});
    t.join();
}
