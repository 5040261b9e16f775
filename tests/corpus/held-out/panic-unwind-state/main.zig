const std = @import("std");
const Ledger = opaque {};
extern fn ledger_new() ?*Ledger;
extern fn ledger_add(l: ?*Ledger, amount: i64, parts: i64) i32;
extern fn ledger_total(l: ?*const Ledger) i64;
extern fn ledger_free(l: ?*Ledger) void;

pub fn main() void {
    const l = ledger_new();
    defer ledger_free(l);
    _ = ledger_add(l, 10, 0);
    std.debug.print("{d}\n", .{ledger_total(l)});
}
