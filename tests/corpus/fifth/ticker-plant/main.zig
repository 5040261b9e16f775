const std = @import("std");

const Feed = opaque {};
extern fn feed_new() ?*Feed;
extern fn feed_free(feed: ?*Feed) void;
extern fn feed_push(feed: ?*Feed, data: [*]const u8, len: usize) usize;
extern fn feed_drain(feed: ?*Feed, cb: ?*const fn (?*anyopaque, u32, i64, u32) callconv(.c) void, user: ?*anyopaque) u64;

const Book = struct {
    notional: i128 = 0,
    volume: u64 = 0,

    fn onTrade(user: ?*anyopaque, symbol: u32, px: i64, qty: u32) callconv(.c) void {
        const self: *Book = @ptrCast(@alignCast(user orelse return));
        if (symbol == 0) return;
        self.volume +%= qty;
        self.notional += @as(i128, px) * qty;
    }
};

fn record(buf: []u8, sym: u32, px: i64, qty: u64) void {
    std.mem.writeInt(u32, buf[0..4], sym, .little);
    std.mem.writeInt(i64, buf[4..12], px, .little);
    std.mem.writeInt(u64, buf[12..20], qty, .little);
}

pub fn main() u8 {
    const feed = feed_new() orelse return 1;
    defer feed_free(feed);
    var frame: [40]u8 = undefined;
    record(frame[0..20], 7, 101_25, 300);
    record(frame[20..40], 9, 99_50, 5_000_000_000);
    if (feed_push(feed, &frame, frame.len) != 2) return 2;
    var book: Book = .{};
    const seen = feed_drain(feed, &Book.onTrade, &book);
    std.debug.print("{d} trades, volume {d}\n", .{ seen, book.volume });
    return 0;
}
