const std = @import("std");
const Peer = @import("peer.zig").Peer;

pub fn main() !void {
    const peer = try Peer.init(2);
    defer peer.deinit();
    var now: i64 = 1_000_000;
    for (0..12) |i| {
        const skew: i64 = 1500 + @as(i64, @intCast(i % 3)) * 40;
        try peer.exchange(.{ now, now + 200 + skew, now + 230 + skew, now + 430 });
        now += 1_000_000;
    }
    if (peer.estimate()) |e| {
        std.debug.print("stratum {d}: {d} us over {d} samples, jitter {d}\n", .{ e.stratum, e.offset_us, e.samples, e.jitter_us });
    }
}
