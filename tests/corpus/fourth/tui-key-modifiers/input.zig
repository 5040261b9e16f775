const std = @import("std");

const Modifiers = packed struct(u8) {
    ctrl: bool = false,
    alt: bool = false,
    shift: bool = false,
    _: u5 = 0,
};

const Event = extern struct {
    codepoint: u32,
    mods: Modifiers,
};

threadlocal var pending: [64]u8 = undefined;
threadlocal var len: usize = 0;
threadlocal var at: usize = 0;

fn decode(byte: u8) Event {
    return switch (byte) {
        1...8, 11...26 => .{ .codepoint = @as(u32, byte) + 'a' - 1, .mods = .{ .ctrl = true } },
        'A'...'Z' => .{ .codepoint = @as(u32, byte) + 32, .mods = .{ .shift = true } },
        else => .{ .codepoint = byte, .mods = .{} },
    };
}

export fn input_poll(out: *Event) bool {
    if (at == len) {
        len = std.posix.read(0, &pending) catch 0;
        at = 0;
        if (len == 0) return false;
    }
    out.* = decode(pending[at]);
    at += 1;
    return true;
}
