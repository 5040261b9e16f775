const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Sample = extern struct { seq: u64, rtt_us: u32, lost: bool };

const OnSample = *const fn (?*anyopaque, *const Sample) callconv(.c) void;

const Probe = struct {
    on_sample: OnSample,
    user: ?*anyopaque,
    stop: std.atomic.Value(bool) = .init(false),
    thread: ?std.Thread = null,

    fn run(on_sample: OnSample, user: ?*anyopaque, stop: *std.atomic.Value(bool)) void {
        var prng: std.Random.DefaultPrng = .init(0xbeef);
        const random = prng.random();
        var seq: u64 = 0;
        while (!stop.load(.acquire)) : (seq += 1) {
            on_sample(user, &.{
                .seq = seq,
                .rtt_us = random.intRangeAtMost(u32, 400, 2500),
                .lost = random.uintLessThan(u8, 50) == 0,
            });
            std.Thread.yield() catch {};
        }
    }
};

/// Calls on_sample on a thread of the probe's own, until probe_stop returns.
export fn probe_start(on_sample: ?OnSample, user: ?*anyopaque) ?*Probe {
    const f = on_sample orelse return null;
    const p = gpa.create(Probe) catch return null;
    p.* = .{ .on_sample = f, .user = user };
    p.thread = std.Thread.spawn(.{}, Probe.run, .{ f, user, &p.stop }) catch {
        gpa.destroy(p);
        return null;
    };
    return p;
}

/// Waits for the thread; on_sample is not called any more afterwards.
export fn probe_stop(p: ?*Probe) void {
    const it = p orelse return;
    it.stop.store(true, .release);
    if (it.thread) |t| t.join();
    gpa.destroy(it);
}
