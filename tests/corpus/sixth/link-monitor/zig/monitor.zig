const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Sample = extern struct { seq: u64, rtt_us: u32, lost: bool };

const OnSample = *const fn (?*anyopaque, *const Sample) callconv(.c) void;

const Monitor = struct {
    on_sample: OnSample,
    user: ?*anyopaque,
    stop: std.atomic.Value(bool) = .init(false),
    thread: std.Thread,

    fn run(self: *Monitor) void {
        var prng: std.Random.DefaultPrng = .init(0x5eed);
        const random = prng.random();
        var seq: u64 = 0;
        while (!self.stop.load(.acquire)) : (seq += 1) {
            const sample: Sample = .{
                .seq = seq,
                .rtt_us = random.intRangeAtMost(u32, 400, 2500),
                .lost = random.uintLessThan(u8, 50) == 0,
            };
            self.on_sample(self.user, &sample);
            std.Thread.yield() catch {};
        }
    }
};

/// Calls on_sample on a thread of the monitor's own, until monitor_stop returns.
export fn monitor_start(on_sample: ?OnSample, user: ?*anyopaque) ?*Monitor {
    const f = on_sample orelse return null;
    const m = gpa.create(Monitor) catch return null;
    m.* = .{ .on_sample = f, .user = user, .thread = undefined };
    m.thread = std.Thread.spawn(.{}, Monitor.run, .{m}) catch {
        gpa.destroy(m);
        return null;
    };
    return m;
}

export fn monitor_stop(m: ?*Monitor) void {
    const it = m orelse return;
    it.stop.store(true, .release);
    it.thread.join();
    gpa.destroy(it);
}
