const std = @import("std");

pub const Kind = enum(u8) { level = 0, pulses = 1, state = 2 };

pub const Value = extern union {
    level: f64,
    pulses: u64,
    state: u8,
};

pub const Reading = extern struct {
    sensor: u16,
    kind: Kind,
    value: Value,
};

const Sensor = struct { id: u16, kind: Kind, seed: u32 };

const board = [_]Sensor{
    .{ .id = 11, .kind = .level, .seed = 17 },
    .{ .id = 12, .kind = .pulses, .seed = 4 },
    .{ .id = 30, .kind = .state, .seed = 1 },
};

fn sample(s: Sensor, tick: u32) Reading {
    const n = s.seed *% (tick +% 1);
    return .{
        .sensor = s.id,
        .kind = s.kind,
        .value = switch (s.kind) {
            .level => .{ .level = @as(f64, @floatFromInt(n % 1000)) / 10.0 },
            .pulses => .{ .pulses = n },
            .state => .{ .state = @truncate(n & 1) },
        },
    };
}

/// Fills at most `cap` readings and gives how many there are.
export fn sampler_read(tick: u32, out: ?[*]Reading, cap: usize) usize {
    const dst = out orelse return board.len;
    const n = @min(cap, board.len);
    for (board[0..n], dst[0..n]) |s, *r| r.* = sample(s, tick);
    return n;
}
