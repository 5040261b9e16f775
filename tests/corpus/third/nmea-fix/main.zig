const std = @import("std");
const gps = @import("gps.zig");

const log = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M\r\n";

pub fn main() void {
    const fix = gps.last(log) orelse return;
    std.debug.print("{d:.4} {d:.4} {d}\n", .{ fix.lat, fix.lon, fix.satellites });
}
