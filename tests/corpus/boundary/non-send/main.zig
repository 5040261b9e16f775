const std = @import("std");
const Meter = opaque {};
extern fn meter_new() ?*Meter;
extern fn meter_hit(m: ?*const Meter) void;
extern fn meter_free(m: ?*Meter) void;
fn worker(m: ?*const Meter) void {
    meter_hit(m);
}
pub fn main() !void {
    const m = meter_new();
    defer meter_free(m);
    const t = try std.Thread.spawn(.{}, worker, .{m});
    meter_hit(m);
    t.join();
}
