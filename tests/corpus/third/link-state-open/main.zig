const std = @import("std");
const Meter = @import("modem.zig").Meter;

pub fn main() void {
    var meter: Meter = .{};
    for ([_]i16{ -80, -80, -70, -115 }) |dbm| meter.feed(dbm);
    std.debug.print("{d} {d}\n", .{ meter.drops, meter.bars() });
}
