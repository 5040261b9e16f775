const std = @import("std");

const Vec = @Vector(4, f32);
const max_taps = 4;

pub const Lane = extern struct {
    v: [4]f32 align(16),

    fn get(lane: Lane) Vec {
        return lane.v;
    }
};

pub const Bank = extern struct {
    used: u32,
    gain: Lane,
    taps: [max_taps]Lane,

    fn slice(bank: *const Bank) []const Lane {
        return bank.taps[0..@min(bank.used, max_taps)];
    }
};

comptime {
    std.debug.assert(@alignOf(Lane) == 16 and @sizeOf(Lane) == 16);
    std.debug.assert(@offsetOf(Bank, "gain") == 16);
    std.debug.assert(@offsetOf(Bank, "taps") == 32);
    std.debug.assert(@sizeOf(Bank) == 96);
}

export fn bank_run(bank: *const Bank, frames: [*]Lane, len: usize) void {
    var history: [max_taps]Vec = @splat(@splat(0));
    for (frames[0..len]) |*frame| {
        std.mem.copyBackwards(Vec, history[1..], history[0 .. max_taps - 1]);
        history[0] = frame.get();

        var sum: Vec = @splat(0);
        for (bank.slice(), 0..) |tap, i| sum += tap.get() * history[i];
        frame.v = sum * bank.gain.get();
    }
}

export fn bank_total(bank: *const Bank) f32 {
    var sum: Vec = @splat(0);
    for (bank.slice()) |tap| sum += tap.get();
    return @reduce(.Add, sum * bank.gain.get());
}
