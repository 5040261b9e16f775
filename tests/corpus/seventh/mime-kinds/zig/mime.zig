const std = @import("std");

pub const Kind = enum(u8) {
    audio = 1,
    image = 4,
    other = 0,
    text = 10,
    video = 12,
    _,
};

const Magic = struct { []const u8, Kind };

const magics = [_]Magic{
    .{ "\x89PNG", .image },
    .{ "GIF8", .image },
    .{ "OggS", .audio },
    .{ "\x1a\x45\xdf\xa3", .video },
};

fn guess(head: []const u8) Kind {
    for (magics) |m| {
        if (std.mem.startsWith(u8, head, m[0])) return m[1];
    }
    if (head.len == 0) return .other;
    for (head) |b| {
        if (b < 0x09) return .other;
    }
    return .text;
}

export fn mime_guess(head: [*]const u8, len: usize) u8 {
    return @intFromEnum(guess(head[0..len]));
}

export fn mime_weight(kind: Kind) c_int {
    return switch (kind) {
        .text => 1,
        .image => 3,
        .audio => 5,
        .video => 9,
        .other, _ => 0,
    };
}
