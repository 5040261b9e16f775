const std = @import("std");

const Note = extern struct { channel: u8, key: u8, velocity: u8 };
const Bend = extern struct { channel: u8, value: i16 };

const Payload = extern union {
    note: Note,
    bend: Bend,
    tempo: u32,
    raw: [8]u8,
};

const Tag = struct {
    const note_on: u8 = 1;
    const note_off: u8 = 2;
    const bend: u8 = 3;
    const tempo: u8 = 4;
    const unknown: u8 = 255;
};

const RawEvent = extern struct {
    ticks: u32,
    tag: u8,
    payload: Payload,
};

comptime {
    std.debug.assert(@sizeOf(RawEvent) == 16 and @offsetOf(RawEvent, "payload") == 8);
}

fn varlen(bytes: []const u8, at: *usize) ?u32 {
    var v: u32 = 0;
    for (0..4) |_| {
        if (at.* >= bytes.len) return null;
        const b = bytes[at.*];
        at.* += 1;
        v = v << 7 | (b & 0x7f);
        if (b < 0x80) return v;
    }
    return null;
}

fn parse(bytes: []const u8, out: *RawEvent) ?usize {
    var at: usize = 0;
    const ticks = varlen(bytes, &at) orelse return null;
    const body = bytes[at..];
    if (body.len < 3) return null;
    const ch = body[0] & 0x0f;
    out.* = .{ .ticks = ticks, .tag = Tag.unknown, .payload = .{ .raw = @splat(0) } };
    switch (body[0] & 0xf0) {
        0x80, 0x90 => |k| {
            const off = k == 0x80 or body[2] == 0;
            out.tag = if (off) Tag.note_off else Tag.note_on;
            out.payload = .{ .note = .{ .channel = ch, .key = body[1], .velocity = body[2] } };
        },
        0xe0 => {
            const v = @as(i16, body[2] & 0x7f) << 7 | @as(i16, body[1] & 0x7f);
            out.tag = Tag.bend;
            out.payload = .{ .bend = .{ .channel = ch, .value = v - 8192 } };
        },
        0xf0 => if (body[0] == 0xff and body[1] == 0x51 and body.len >= 6) {
            out.tag = Tag.tempo;
            out.payload = .{ .tempo = std.mem.readInt(u24, body[3..6], .big) };
            return at + 6;
        },
        else => {},
    }
    return at + 3;
}

export fn midi_next(data: ?[*]const u8, len: usize, out: ?*RawEvent) usize {
    const d = data orelse return 0;
    return parse(d[0..len], out orelse return 0) orelse 0;
}
