const std = @import("std");
const Heap = @import("heap.zig").Heap;

const Car = struct { plate: []const u8, length_cm: u32, booked: bool };

const Deck = struct {
    cars: []const Car,

    pub fn lessThan(deck: *const Deck, a: u32, b: u32) bool {
        if (a >= deck.cars.len or b >= deck.cars.len) return false;
        const x = deck.cars[a];
        const y = deck.cars[b];
        if (x.booked != y.booked) return x.booked;
        return x.length_cm > y.length_cm;
    }
};

pub fn main() !void {
    const deck: Deck = .{ .cars = &.{
        .{ .plate = "HB-12", .length_cm = 430, .booked = false },
        .{ .plate = "OL-7", .length_cm = 610, .booked = true },
        .{ .plate = "WHV-3", .length_cm = 380, .booked = true },
    } };

    const queue = try Heap(Deck).init(&deck);
    defer queue.deinit();
    for (0..deck.cars.len) |i| queue.push(@intCast(i));

    while (queue.pop()) |i| std.debug.print("{s}\n", .{deck.cars[i].plate});
}
