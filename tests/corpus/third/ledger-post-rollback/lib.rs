//! Ledger of the till.
mod book;

use book::Book;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

pub struct Ledger {
    book: Mutex<Book>,
}

#[no_mangle]
pub extern "C" fn ledger_new() -> *mut Ledger {
    Box::into_raw(Box::new(Ledger { book: Mutex::new(Book::default()) }))
}

/// Books an amount from one account to the other. False when it was refused.
#[no_mangle]
pub unsafe extern "C" fn ledger_post(ledger: *const Ledger, from: u32, to: u32, cents: i64) -> bool {
    let Some(ledger) = ledger.as_ref() else { return false };
    let mut book = ledger.book.lock().unwrap_or_else(PoisonError::into_inner);
    let before = book.clone();
    if catch_unwind(AssertUnwindSafe(|| book.post(from, to, cents))).is_err() {
        *book = before;
        return false;
    }
    true
}

/// Sum of all accounts: 0 when the books are right.
#[no_mangle]
pub unsafe extern "C" fn ledger_sum(ledger: *const Ledger) -> i64 {
    match ledger.as_ref() {
        Some(ledger) => ledger.book.lock().unwrap_or_else(PoisonError::into_inner).sum(),
        None => 0,
    }
}

#[no_mangle]
pub unsafe extern "C" fn ledger_free(ledger: *mut Ledger) {
    if !ledger.is_null() {
        drop(Box::from_raw(ledger));
    }
}
