const std = @import("std");

const Quotes = opaque {};
extern fn quotes_new() ?*Quotes;
extern fn quotes_free(quotes: ?*Quotes) void;
extern fn quotes_push(quotes: ?*Quotes, data: [*]const u8, len: usize) usize;
extern fn quotes_drain(quotes: ?*Quotes, cb: ?*const fn (?*anyopaque, u32, i64, u64) callconv(.c) void, user: ?*anyopaque) u64;

const Book = struct {
    notional: i128 = 0,
    volume: u64 = 0,

    fn onFill(user: ?*anyopaque, symbol: u32, px: i64, qty: u64) callconv(.c) void {
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
    const quotes = quotes_new() orelse return 1;
    defer quotes_free(quotes);
    var frame: [40]u8 = undefined;
    record(frame[0..20], 7, 101_25, 300);
    record(frame[20..40], 9, 99_50, 5_000_000_000);
    if (quotes_push(quotes, &frame, frame.len) != 2) return 2;
    var book: Book = .{};
    const seen = quotes_drain(quotes, &Book.onFill, &book);
    std.debug.print("{d} trades, volume {d}\n", .{ seen, book.volume });
    return 0;
}
