const Range = struct { from: u32, to: u32 };

const wide = [_]Range{
    .{ .from = 0x1100, .to = 0x115f },
    .{ .from = 0x2e80, .to = 0xa4cf },
    .{ .from = 0xac00, .to = 0xd7a3 },
    .{ .from = 0xff00, .to = 0xff60 },
};

fn in(ranges: []const Range, rune: u32) bool {
    for (ranges) |r| {
        if (rune >= r.from and rune <= r.to) return true;
    }
    return false;
}

export fn rune_width(rune: u32) u8 {
    if (rune < 0x20 or in(&.{.{ .from = 0x300, .to = 0x36f }}, rune)) return 0;
    return if (in(&wide, rune)) 2 else 1;
}

export fn rune_fold(rune: u32) u32 {
    return switch (rune) {
        'A'...'Z' => rune + 32,
        0xc0...0xd6, 0xd8...0xde => rune + 32,
        else => rune,
    };
}
