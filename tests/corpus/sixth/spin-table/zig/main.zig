const std = @import("std");
const stats = @import("stats.zig");

fn worker(seed: u64) void {
    var x = seed;
    for (0..1000) |_| {
        x = x *% 6364136223846793005 +% 1;
        stats.note("latency", x >> 48);
        if (x >> 63 == 1) stats.note("retries", 1);
    }
}

pub fn main() !void {
    var threads: [3]std.Thread = undefined;
    var n: usize = 0;
    while (n < threads.len) : (n += 1) {
        threads[n] = std.Thread.spawn(.{}, worker, .{n + 1}) catch break;
    }
    for (threads[0..n]) |t| t.join();
    var buf: [8]stats.Entry = undefined;
    for (stats.dump(&buf)) |e| std.debug.print("{x:0>8}: {d}, max {d}\n", .{ e.key, e.count, e.max });
}
