extern fn ledger_post(index: u32, amount: u32) bool;
extern fn ledger_open() u32;
pub fn main() void {
    _ = ledger_post(3, 4);
    _ = ledger_open();
}
