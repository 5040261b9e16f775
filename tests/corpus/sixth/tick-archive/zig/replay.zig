const std = @import("std");
const archive = @import("archive.zig");

const Book = struct {
    bought: i128 = 0,
    sold: i128 = 0,
    last_ns: u64 = 0,

    fn apply(self: *Book, t: archive.Trade) void {
        const value = @as(i128, t.price) * t.lots;
        switch (t.side) {
            .buy => self.bought += value,
            .sell => self.sold += value,
            _ => return,
        }
        self.last_ns = @max(self.last_ns, t.stamp_ns);
    }
};

fn put(buf: *[21]u8, side: u8, ns: u64, price: i64, lots: u32) []const u8 {
    buf[0] = side;
    std.mem.writeInt(u64, buf[1..9], ns, .little);
    std.mem.writeInt(i64, buf[9..17], price, .little);
    std.mem.writeInt(u32, buf[17..21], lots, .little);
    return buf;
}

pub fn main() void {
    const a = archive.Archive.init();
    defer a.deinit();
    var buf: [21]u8 = undefined;
    a.feed(put(&buf, 0, 1_000, 10_050, 3));
    a.feed(put(&buf, 1, 1_200, 10_075, 2)[0..9]);
    a.feed(put(&buf, 1, 1_200, 10_075, 2)[9..]);
    var book: Book = .{};
    while (a.next()) |t| book.apply(t);
    std.debug.print("bought {d} sold {d} until {d}\n", .{ book.bought, book.sold, book.last_ns });
}
