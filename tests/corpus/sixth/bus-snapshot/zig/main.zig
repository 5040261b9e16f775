const std = @import("std");
const Hub = @import("hub.zig").Hub;

const Sum = struct {
    total: i64 = 0,

    pub fn onEvent(self: *Sum, _: u32, value: i64) void {
        self.total += value;
    }
};

/// Hears of one room, gives it a counter, and then listens no more.
const Once = struct {
    hub: *const Hub,
    id: u64 = 0,
    room: Sum = .{},

    pub fn onEvent(self: *Once, _: u32, value: i64) void {
        const topic = std.math.cast(u32, value) orelse return;
        _ = self.hub.subscribe(topic, &self.room) catch return;
        _ = self.hub.unsubscribe(self.id);
    }
};

pub fn main() !void {
    const hub = Hub.init();
    defer hub.deinit();
    var once: Once = .{ .hub = hub };
    once.id = try hub.subscribe(1, &once);
    const first = hub.publish(1, 100);
    const second = hub.publish(1, 200);
    _ = hub.publish(100, 42);
    std.debug.print("{d} {d} {d}\n", .{ first, second, once.room.total });
}
