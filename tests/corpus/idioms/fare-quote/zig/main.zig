const std = @import("std");
const Table = opaque {};
const Quote = opaque {};
extern fn fare_table(n: u8) *Table;
extern fn fare_table_free(table: ?*Table) void;
extern fn fare_quote(table: *const Table, from: u8, to: u8) ?*Quote;
extern fn fare_cents(quote: *const Quote) u64;
extern fn fare_legs(quote: *const Quote) usize;
pub fn main() void {
    const t = fare_table(6);
    defer fare_table_free(t);
    if (fare_quote(t, 1, 4)) |q| {
        std.debug.print("{d} {d}\n", .{ fare_cents(q), fare_legs(q) });
    }
}
