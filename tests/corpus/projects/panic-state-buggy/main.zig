const Ledger = opaque {};
extern fn ledger_new() ?*Ledger;
extern fn ledger_free(l: ?*Ledger) void;
extern fn ledger_split(l: *Ledger, amount: i64, parts: i64) bool;
pub fn main() void { const l = ledger_new() orelse return; defer ledger_free(l); _ = ledger_split(l, 10, 0); }
