const std = @import("std");
const Sorted = @import("sorted.zig").Sorted;

const Bottle = struct {
    name: []const u8,
    year: u16,
    shelf: u8,

    pub fn rank(b: Bottle) u64 {
        return @as(u64, b.year) * 256 + b.shelf;
    }
};

const stock = [_]Bottle{
    .{ .name = "Saint-Joseph", .year = 2017, .shelf = 4 },
    .{ .name = "Barolo", .year = 2011, .shelf = 1 },
    .{ .name = "Riesling", .year = 2017, .shelf = 2 },
    .{ .name = "Madeira", .year = 1998, .shelf = 9 },
};

pub fn main() !void {
    var order: [stock.len]u32 = undefined;
    for (&order, 0..) |*slot, i| slot.* = @intCast(i);

    const by_age: Sorted(Bottle) = .{ .table = &stock };
    try by_age.sort(&order);

    for (order) |slot| {
        const bottle = stock[slot];
        std.debug.print("{d} {s}\n", .{ bottle.year, bottle.name });
    }
}
