const std = @import("std");

extern fn badge_allows(role: u8, door: u16) bool;
extern fn badge_door_count() u16;

/// Number, role code and a checksum, as they stand on the chip.
const Badge = struct {
    number: u32,
    role: u8,

    fn parse(chip: []const u8) error{ Short, Checksum }!Badge {
        if (chip.len < 6) return error.Short;
        var sum: u8 = 0;
        for (chip[0..5]) |byte| sum ^= byte;
        if (sum != chip[5]) return error.Checksum;
        return .{ .number = std.mem.readInt(u32, chip[0..4], .big), .role = chip[4] };
    }
};

const chips = [_][6]u8{
    .{ 0, 0, 1, 7, 1, 7 },
    .{ 0, 0, 2, 9, 3, 8 },
    .{ 0, 0, 0, 5, 4, 1 },
};

pub fn main() void {
    std.debug.print("{d} doors\n", .{badge_door_count()});
    for (chips) |chip| {
        const badge = Badge.parse(&chip) catch |err| {
            std.debug.print("refused: {s}\n", .{@errorName(err)});
            continue;
        };
        for ([_]u16{ 100, 210, 999 }) |door| {
            std.debug.print("{d} at {d}: {}\n", .{ badge.number, door, badge_allows(badge.role, door) });
        }
    }
}
