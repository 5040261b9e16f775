use std::panic::{catch_unwind, AssertUnwindSafe};
pub struct Ledger { entries: Vec<i64>, total: i64 }
#[no_mangle]
pub extern "C" fn ledger_new() -> *mut Ledger { Box::into_raw(Box::new(Ledger { entries: vec![], total: 0 })) }
#[no_mangle]
pub unsafe extern "C" fn ledger_free(l: *mut Ledger) { if !l.is_null() { drop(Box::from_raw(l)); } }
#[no_mangle]
pub unsafe extern "C" fn ledger_split(l: *mut Ledger, amount: i64, parts: i64) -> bool {
    let Some(l) = l.as_mut() else { return false };
    catch_unwind(AssertUnwindSafe(|| {
        let share = amount / parts;
        l.total += amount;
        for _ in 0..parts { l.entries.push(share); }
    })).is_ok()
}
