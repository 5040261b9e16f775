const std = @import("std");

const Meter = opaque {};
extern fn meter_new() *Meter;
extern fn meter_add(meter: *const Meter, value: u64) void;
extern fn meter_free(meter: *Meter) void;

var meter: ?*Meter = null;

const Job = struct {
    meter: *Meter,

    fn run(self: *Job) void {
        meter_add(self.meter, 1);
    }
};

fn work(start: u64) void {
    const own = meter orelse return;
    for (0..100) |n| meter_add(own, start + n);
}

pub fn main() !void {
    const own = meter_new();
    meter = own;
    const a = try std.Thread.spawn(.{}, work, .{0});
    var job: Job = .{ .meter = own };
    const b = try std.Thread.spawn(.{}, Job.run, .{&job});
    a.join();
    b.join();
    meter_free(own);
}
