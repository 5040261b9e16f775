const std = @import("std");
const Book = opaque {};
extern fn book_new(n: usize) *Book;
extern fn book_free(b: ?*Book) void;
extern fn book_move(b: *Book, from: usize, to: usize, cents: i64) i64;
pub fn main() void {
    const b = book_new(2);
    defer book_free(b);
    std.debug.print("{d} {d}\n", .{ book_move(b, 0, 5, 100), book_move(b, 0, 1, 100) });
}
