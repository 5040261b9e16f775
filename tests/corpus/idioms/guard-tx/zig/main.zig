const Ledger = opaque {};
extern fn ledger_new(rate: i64) *Ledger;
extern fn ledger_free(l: ?*Ledger) void;
extern fn ledger_post(l: *Ledger, raw: i64) i64;
pub fn main() void {
    const l = ledger_new(0);
    defer ledger_free(l);
    _ = ledger_post(l, 5);
    _ = ledger_post(l, 5);
}
