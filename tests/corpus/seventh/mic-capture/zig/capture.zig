const std = @import("std");

const gpa = std.heap.page_allocator;

const Capture = struct {
    buf: []f32,
    filled: std.atomic.Value(usize) = .init(0),
    level: std.atomic.Value(u32) = .init(0),
    stop: std.atomic.Value(bool) = .init(false),
    thread: ?std.Thread = null,

    fn run(c: *Capture, seed: u32) void {
        var prng: std.Random.DefaultPrng = .init(seed);
        const random = prng.random();
        const loudness: f32 = if (seed % 2 == 0) 1.0 else 0.01;
        for (c.buf, 1..) |*sample, n| {
            if (c.stop.load(.acquire)) return;
            sample.* = (random.float(f32) - 0.5) * loudness;
            c.level.store(@intFromFloat(loudness * 100), .monotonic);
            c.filled.store(n, .release);
            std.Thread.yield() catch {};
        }
    }
};

export fn capture_begin(buf: [*]f32, len: usize, seed: u32) ?*Capture {
    const c = gpa.create(Capture) catch return null;
    c.* = .{ .buf = buf[0..len] };
    c.thread = std.Thread.spawn(.{}, Capture.run, .{ c, seed }) catch {
        gpa.destroy(c);
        return null;
    };
    return c;
}

export fn capture_filled(capture: ?*const Capture) usize {
    const c = capture orelse return 0;
    return c.filled.load(.acquire);
}

export fn capture_level(capture: ?*const Capture) u32 {
    const c = capture orelse return 0;
    return c.level.load(.monotonic);
}

export fn capture_end(capture: ?*Capture) usize {
    const c = capture orelse return 0;
    c.stop.store(true, .release);
    if (c.thread) |t| t.join();
    const n = c.filled.load(.acquire);
    gpa.destroy(c);
    return n;
}
