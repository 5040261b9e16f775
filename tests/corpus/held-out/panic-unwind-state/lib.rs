use std::panic::{catch_unwind, AssertUnwindSafe};

pub struct Ledger {
    total: i64,
    entries: Vec<i64>,
}

#[no_mangle]
pub extern "C" fn ledger_new() -> *mut Ledger {
    Box::into_raw(Box::new(Ledger { total: 0, entries: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn ledger_add(l: *mut Ledger, amount: i64, parts: i64) -> i32 {
    let Some(l) = l.as_mut() else { return -1 };
    let result = catch_unwind(AssertUnwindSafe(|| {
        l.total += amount;
        l.entries.push(amount / parts);
    }));
    if result.is_ok() { 0 } else { -2 }
}

#[no_mangle]
pub unsafe extern "C" fn ledger_total(l: *const Ledger) -> i64 {
    l.as_ref().map_or(0, |l| l.total.wrapping_add(l.entries.len() as i64))
}

#[no_mangle]
pub unsafe extern "C" fn ledger_free(l: *mut Ledger) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}
