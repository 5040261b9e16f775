const std = @import("std");

extern fn telemetry_send(data: [*]const u8, len: usize) bool;
extern fn telemetry_ready() bool;

const Metric = union(enum) {
    count: i64,
    gauge: f64,
    timing_ms: u32,
};

fn emit(name: []const u8, m: Metric) bool {
    var packet: [512]u8 = undefined;
    const line = switch (m) {
        .count => |v| std.fmt.bufPrint(&packet, "{s}:{d}|c", .{ name, v }),
        .gauge => |v| std.fmt.bufPrint(&packet, "{s}:{d:.3}|g", .{ name, v }),
        .timing_ms => |v| std.fmt.bufPrint(&packet, "{s}:{d}|ms", .{ name, v }),
    } catch return false;
    return telemetry_send(line.ptr, line.len);
}

pub fn main() u8 {
    if (!telemetry_ready()) return 1;
    var dropped: u32 = 0;
    for (0..50) |i| {
        if (!emit("loop.turn", .{ .count = @intCast(i) })) dropped += 1;
        if (!emit("loop.load", .{ .gauge = 0.25 })) dropped += 1;
        if (!emit("loop.time", .{ .timing_ms = 16 })) dropped += 1;
    }
    std.debug.print("dropped {d}\n", .{dropped});
    return 0;
}
