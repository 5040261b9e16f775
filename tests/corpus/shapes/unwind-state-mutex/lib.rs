use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Mutex;
struct Ledger { open: u32, entries: Vec<u32> }
static LEDGER: Mutex<Ledger> = Mutex::new(Ledger { open: 0, entries: Vec::new() });
#[unsafe(no_mangle)]
pub extern "C" fn ledger_post(index: u32, amount: u32) -> bool {
    catch_unwind(|| {
        let mut ledger = LEDGER.lock().unwrap_or_else(|e| e.into_inner());
        ledger.open += 1;
        ledger.entries[index as usize] = amount;
        ledger.open -= 1;
    })
    .is_ok()
}
#[unsafe(no_mangle)]
pub extern "C" fn ledger_open() -> u32 {
    LEDGER.lock().unwrap_or_else(|e| e.into_inner()).open
}
