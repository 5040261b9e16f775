const std = @import("std");

export fn quartz_decode(src: [*]const u8, len: usize, dst: [*]u8, cap: usize) usize {
    var from: usize = 0;
    var to: usize = 0;
    while (len - from >= 2) : (from += 2) {
        const run = src[from];
        if (run > cap - to) return 0;
        @memset(dst[to..][0..run], src[from + 1]);
        to += run;
    }
    return to;
}

test quartz_decode {
    var out: [8]u8 = undefined;
    const src = [_]u8{ 3, 'x', 1, 'y' };
    try std.testing.expectEqual(4, quartz_decode(&src, src.len, &out, out.len));
}
