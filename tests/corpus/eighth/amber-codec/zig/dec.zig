comptime {
    @export(&decode, .{ .name = "amber_unhex" });
}

fn nibble(c: u8) ?u8 {
    return switch (c) {
        '0'...'9' => c - '0',
        'a'...'f' => c - 'a' + 10,
        'A'...'F' => c - 'A' + 10,
        else => null,
    };
}

/// -1 for what is no hexadecimal text, or does not fit.
fn decode(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) callconv(.c) isize {
    const n = len / 2;
    if (len % 2 != 0 or n > cap) return -1;
    for (dst[0..n], 0..) |*byte, i| {
        const high = nibble(src[2 * i]) orelse return -1;
        const low = nibble(src[2 * i + 1]) orelse return -1;
        byte.* = high << 4 | low;
    }
    return @intCast(n);
}
