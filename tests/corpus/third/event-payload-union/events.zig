const std = @import("std");

const Key = extern struct { code: u32, mods: u16 };
const Motion = extern struct { x: f32, y: f32 };

const Payload = extern union {
    key: Key,
    motion: Motion,
};

const Event = extern struct {
    kind: u32,
    payload: Payload,
};

var next: std.atomic.Value(u32) = .init(0);

/// Takes the next event; false when there is none.
export fn event_next(out: *Event) bool {
    const n = next.fetchAdd(1, .monotonic);
    if (n > 3) return false;
    out.kind = n % 2;
    if (n % 2 == 0) {
        out.payload = .{ .key = .{ .code = 30 + n, .mods = 0 } };
    } else {
        out.payload = .{ .motion = .{ .x = 4, .y = 2 } };
    }
    return true;
}
