mod table;

use std::panic::{self, AssertUnwindSafe};
use table::Table;

fn guard<R>(fallback: R, work: impl FnOnce() -> R) -> R {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(fallback)
}

#[no_mangle]
pub extern "C" fn ledger_new() -> *mut Table {
    Box::into_raw(Box::new(Table::new()))
}

#[no_mangle]
pub unsafe extern "C" fn ledger_free(table: *mut Table) {
    if !table.is_null() {
        drop(Box::from_raw(table));
    }
}

/// False when the row is refused; the ledger is as it was then.
#[no_mangle]
pub unsafe extern "C" fn ledger_append(
    table: *mut Table,
    account: u32,
    amount: i64,
    currency: u32,
) -> bool {
    let Some(table) = table.as_mut() else { return false };
    guard(false, || {
        table.append(account, amount, currency as usize);
        true
    })
}

#[no_mangle]
pub unsafe extern "C" fn ledger_balance(table: *const Table, account: u32) -> i64 {
    match table.as_ref() {
        Some(table) => guard(0, || table.balance(account)),
        None => 0,
    }
}
