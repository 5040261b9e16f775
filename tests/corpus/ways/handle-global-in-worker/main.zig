const std = @import("std");

const Meter = opaque {};
extern fn meter_new() *Meter;
extern fn meter_add(meter: *const Meter, value: u64) void;
extern fn meter_free(meter: *Meter) void;

var meter: ?*Meter = null;

fn work(start: u64) void {
    const own = meter orelse return;
    for (0..100) |n| meter_add(own, start + n);
}

pub fn main() !void {
    const own = meter_new();
    meter = own;
    const a = try std.Thread.spawn(.{}, work, .{0});
    const b = try std.Thread.spawn(.{}, work, .{100});
    a.join();
    b.join();
    meter_free(own);
}
