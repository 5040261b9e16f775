const std = @import("std");
const sink = @import("sink.zig");

extern fn pump_step(raw: u16) u8;

comptime {
    _ = sink;
}

pub fn main() void {
    var duty: u8 = 0;
    for ([_]u16{ 40, 800, 1200, 60 }) |raw| duty = pump_step(raw);
    std.debug.print("duty {d}, {d} bytes logged\n", .{ duty, sink.used() });
}
