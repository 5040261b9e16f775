const std = @import("std");

extern fn crc32_update(state: u32, data: [*]const u8, len: usize) u32;

pub const Entry = struct {
    name: []const u8,
    body: []const u8,
    crc: u32,
    ok: bool = false,

    fn check(entry: *Entry) void {
        entry.ok = crc32_update(0, entry.body.ptr, entry.body.len) == entry.crc;
    }
};

/// Checks all entries, each on a thread.
pub fn verify(comptime n: usize, entries: *[n]Entry) !bool {
    var threads: [n]std.Thread = undefined;
    var started: usize = 0;
    defer for (threads[0..started]) |thread| thread.join();
    for (entries, &threads) |*entry, *thread| {
        thread.* = try std.Thread.spawn(.{}, Entry.check, .{entry});
        started += 1;
    }
    return started == n;
}
