pub const Mods = packed struct(u8) {
    shift: bool,
    ctrl: bool,
    alt: bool,
    caps: bool,
    _unused: u4 = 0,
};

pub const KeyEvent = extern struct {
    time_ms: u32,
    mods: Mods,
    code: u8,
    down: u8,
};

var ticks: @import("std").atomic.Value(u32) = .init(0);

export fn keypad_decode(raw: u32, out: *KeyEvent) bool {
    const code: u8 = @truncate(raw);
    if (code == 0) return false;
    out.* = .{
        .time_ms = ticks.fetchAdd(10, .monotonic),
        .mods = .{
            .shift = raw & 0x0001_0000 != 0,
            .ctrl = raw & 0x0002_0000 != 0,
            .alt = raw & 0x0004_0000 != 0,
            .caps = raw & 0x0008_0000 != 0,
        },
        .code = code,
        .down = @intFromBool(raw & 0x4000 != 0),
    };
    return true;
}
