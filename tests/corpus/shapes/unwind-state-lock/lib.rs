use std::panic::{catch_unwind, AssertUnwindSafe};
pub struct Account { balance: i64, history: Vec<i64>, limits: Vec<i64> }
impl Account {
    fn book(&mut self, kind: usize, amount: i64) {
        self.balance -= amount;
        let limit = self.limits[kind];
        if amount > limit { panic!("over limit"); }
        self.history.push(amount);
    }
}
#[no_mangle]
pub extern "C" fn account_new() -> *mut Account {
    Box::into_raw(Box::new(Account { balance: 0, history: Vec::new(), limits: vec![100, 1000] }))
}
#[no_mangle]
pub unsafe extern "C" fn account_book(a: *mut Account, kind: u32, amount: i64) -> i32 {
    if a.is_null() { return -1; }
    let account = &mut *a;
    match catch_unwind(AssertUnwindSafe(|| account.book(kind as usize, amount))) {
        Ok(()) => 0,
        Err(_) => -2,
    }
}
#[no_mangle]
pub unsafe extern "C" fn account_balance(a: *const Account) -> i64 { a.as_ref().map_or(0, |a| a.balance) }
#[no_mangle]
pub unsafe extern "C" fn account_free(a: *mut Account) { if !a.is_null() { drop(Box::from_raw(a)); } }
