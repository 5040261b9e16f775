const std = @import("std");
const Registry = @import("registry.zig").Registry;

/// Counts ticks on one thread and is read on another.
const Counter = struct {
    ticks: std.atomic.Value(u64) = .init(0),

    pub fn onTick(self: *Counter, _: u64) void {
        _ = self.ticks.fetchAdd(1, .monotonic);
    }
};

/// Keeps the last ticks; it is read only after it has been removed.
const Recorder = struct {
    ring: [8]u64 = @splat(0),
    used: usize = 0,

    pub fn onTick(self: *Recorder, tick: u64) void {
        self.ring[self.used % self.ring.len] = tick;
        self.used += 1;
    }
};

pub fn main() !void {
    var counter: Counter = .{};
    var recorder: Recorder = .{};
    const registry = try Registry.start(200);
    defer registry.stop();
    _ = registry.add(&counter);
    const id = registry.add(&recorder);
    while (counter.ticks.load(.monotonic) < 20) std.Thread.yield() catch {};
    if (!registry.remove(id)) return error.NotThere;
    std.debug.print("{d} ticks, last {any}\n", .{ recorder.used, recorder.ring });
}
