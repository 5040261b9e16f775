const std = @import("std");

const Ledger = opaque {
    extern fn ledger_new() ?*Ledger;
    extern fn ledger_free(ledger: ?*Ledger) void;
    extern fn ledger_append(ledger: ?*Ledger, account: u32, amount: i64, currency: u32) bool;
    extern fn ledger_balance(ledger: ?*const Ledger, account: u32) i64;
};

const Row = struct { account: u32, amount: i64, currency: []const u8 };

const rows = [_]Row{
    .{ .account = 10, .amount = 25_000, .currency = "EUR" },
    .{ .account = 20, .amount = -4_000, .currency = "USD" },
    .{ .account = 10, .amount = 100, .currency = "CHF" },
    .{ .account = 20, .amount = 9_900, .currency = "GBP" },
    .{ .account = 10, .amount = -500, .currency = "EUR" },
};

fn currencyId(code: []const u8) u32 {
    const known = [_][]const u8{ "EUR", "USD", "GBP" };
    for (known, 0..) |k, i| {
        if (std.mem.eql(u8, k, code)) return @intCast(i);
    }
    return known.len;
}

pub fn main() !void {
    const ledger = Ledger.ledger_new() orelse return error.OutOfMemory;
    defer Ledger.ledger_free(ledger);

    for (rows) |row| {
        if (!Ledger.ledger_append(ledger, row.account, row.amount, currencyId(row.currency))) {
            std.debug.print("refused: {d} {s}\n", .{ row.amount, row.currency });
        }
    }
    for ([_]u32{ 10, 20 }) |account| {
        std.debug.print("{d}: {d}\n", .{ account, Ledger.ledger_balance(ledger, account) });
    }
}
