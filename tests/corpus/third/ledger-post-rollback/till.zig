const Ledger = opaque {};
extern fn ledger_new() *Ledger;
extern fn ledger_post(ledger: *const Ledger, from: u32, to: u32, cents: i64) bool;
extern fn ledger_sum(ledger: *const Ledger) i64;
extern fn ledger_free(ledger: *Ledger) void;

pub const Sale = struct { account: u32, cents: i64 };

/// Books the sales of a day; returns what the books are off by.
pub fn close(sales: []const Sale) i64 {
    const ledger = ledger_new();
    defer ledger_free(ledger);
    for (sales) |sale| {
        if (!ledger_post(ledger, 0, sale.account, sale.cents)) continue;
    }
    return ledger_sum(ledger);
}
