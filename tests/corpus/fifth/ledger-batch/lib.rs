use std::collections::BTreeMap;
use std::panic::{catch_unwind, AssertUnwindSafe};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Transfer {
    pub from: u32,
    pub to: u32,
    pub cents: i64,
}

#[derive(Default)]
pub struct Ledger {
    balances: BTreeMap<u32, i64>,
    in_flight: i64,
}

impl Ledger {
    fn apply(&mut self, t: &Transfer) {
        let from = self.balances.get_mut(&t.from).expect("no such payer");
        *from = from.checked_sub(t.cents).expect("overflow");
        self.in_flight = self.in_flight.wrapping_add(t.cents);
        let to = self.balances.get_mut(&t.to).expect("no such payee");
        *to = to.checked_add(t.cents).expect("overflow");
        self.in_flight = self.in_flight.wrapping_sub(t.cents);
    }
}

#[no_mangle]
pub extern "C" fn ledger_new() -> *mut Ledger {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn ledger_free(l: *mut Ledger) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}

#[no_mangle]
pub unsafe extern "C" fn ledger_open(l: *mut Ledger, account: u32, cents: i64) -> bool {
    l.as_mut().is_some_and(|l| l.balances.insert(account, cents).is_none())
}

/// 0, or -1 if the batch was refused.
#[no_mangle]
pub unsafe extern "C" fn ledger_run(l: *mut Ledger, batch: *const Transfer, n: usize) -> i32 {
    let Some(ledger) = l.as_mut() else { return -1 };
    if batch.is_null() {
        return -1;
    }
    let batch = std::slice::from_raw_parts(batch, n);
    match catch_unwind(AssertUnwindSafe(|| batch.iter().for_each(|t| ledger.apply(t)))) {
        Ok(()) => 0,
        Err(_) => -1,
    }
}

#[no_mangle]
pub unsafe extern "C" fn ledger_balance(l: *const Ledger, account: u32) -> i64 {
    l.as_ref().and_then(|l| l.balances.get(&account).copied()).unwrap_or(0)
}
