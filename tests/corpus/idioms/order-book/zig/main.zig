const std = @import("std");
const Book = opaque {};
const Level = extern struct { price: u64, qty: u64 };
extern fn book_new() ?*Book;
extern fn book_free(b: ?*Book) void;
extern fn book_level(b: ?*Book, price: u64) ?*Level;
pub fn main() void {
    const b = book_new();
    defer book_free(b);
    const bid = book_level(b, 100) orelse return;
    const ask = book_level(b, 99) orelse return;
    bid.qty += 1;
    ask.qty += 2;
    std.debug.print("{d}\n", .{bid.qty});
}
