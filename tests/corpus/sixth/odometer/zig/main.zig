const std = @import("std");
const odo = @import("odo.zig");

pub fn main() !void {
    var trips = [_]odo.Trip{
        try .init("GU 417 KL", 1_700_000_000, 84_200, 5.1),
        try .init("GU 417 KL", 1_700_090_000, 12_000, 0.9),
        try .init("W 1023", 1_700_100_000, 500, 0.1),
    };
    trips[1].flags |= 1;
    inline for (.{ "GU 417 KL", "W 1023", "none" }) |plate| {
        if (odo.sum(&trips, plate)) |t| {
            std.debug.print("{s}: {d} trips, {d:.1} l/100 km\n", .{ plate, t.trips, t.consumption() });
        } else std.debug.print("{s}: nothing\n", .{plate});
    }
}
