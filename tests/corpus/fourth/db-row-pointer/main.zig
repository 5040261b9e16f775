const std = @import("std");

const Row = extern struct { key: u64, balance: i64, flags: u32 };
const Table = opaque {};

extern fn table_open() ?*Table;
extern fn table_insert(t: ?*Table, key: u64, balance: i64) bool;
extern fn table_row(t: ?*Table, key: u64) ?*Row;
extern fn table_sum(t: ?*const Table) i64;
extern fn table_close(t: ?*Table) void;

/// Opens an account with money of another one.
fn split(t: *Table, from: u64, to: u64, amount: i64) !void {
    const source = table_row(t, from) orelse return error.NoSuchAccount;
    if (source.balance < amount) return error.Insufficient;
    if (!table_insert(t, to, amount)) return error.Exists;
    source.balance -= amount;
}

pub fn main() !void {
    const t = table_open() orelse return error.OutOfMemory;
    defer table_close(t);
    _ = table_insert(t, 10, 500);
    try split(t, 10, 3, 200);
    std.debug.print("sum {d}\n", .{table_sum(t)});
}
