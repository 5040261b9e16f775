const std = @import("std");
const Bus = @import("bus.zig").Bus;

const Sum = struct {
    total: i64 = 0,

    pub fn onEvent(self: *Sum, _: u32, value: i64) void {
        self.total += value;
    }
};

/// Listens to new rooms and gives each one a counter of its own.
const Spawner = struct {
    bus: *const Bus,
    rooms: [4]Sum = @splat(.{}),
    used: usize = 0,

    pub fn onEvent(self: *Spawner, _: u32, value: i64) void {
        if (self.used == self.rooms.len) return;
        const room = &self.rooms[self.used];
        self.used += 1;
        _ = self.bus.subscribe(@intCast(value), Sum, room) catch return;
    }
};

pub fn main() !void {
    const bus = Bus.init();
    defer bus.deinit();
    var all: Sum = .{};
    var spawner: Spawner = .{ .bus = bus };
    _ = try bus.subscribe(7, Sum, &all);
    _ = try bus.subscribe(1, Spawner, &spawner);
    _ = bus.publish(7, 40);
    _ = bus.publish(1, 100);
    _ = bus.publish(100, 2);
    std.debug.print("{d} {d}\n", .{ all.total, spawner.rooms[0].total });
}
