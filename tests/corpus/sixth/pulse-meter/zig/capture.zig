const std = @import("std");

extern fn pulse_edge(at_us: u64) void;

pub const Capture = struct {
    thread: std.Thread,
    stop: *std.atomic.Value(bool),

    pub fn start(stop: *std.atomic.Value(bool), period_us: u64) !Capture {
        return .{
            .stop = stop,
            .thread = try std.Thread.spawn(.{}, run, .{ stop, period_us }),
        };
    }

    fn run(stop: *std.atomic.Value(bool), period_us: u64) void {
        var now: u64 = 0;
        var jitter: u64 = 1;
        while (!stop.load(.acquire)) {
            jitter = (jitter *% 6364136223846793005) +% 1442695040888963407;
            now += period_us + (jitter >> 60);
            pulse_edge(now);
            std.Thread.yield() catch {};
        }
    }

    pub fn join(self: Capture) void {
        self.stop.store(true, .release);
        self.thread.join();
    }
};
