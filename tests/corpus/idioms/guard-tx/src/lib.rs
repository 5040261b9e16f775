use std::panic::{self, AssertUnwindSafe};
pub struct Ledger { open: bool, rows: Vec<i64>, rate: i64 }
impl Ledger {
    fn post(&mut self, raw: i64) -> i64 {
        self.open = true;
        let v = raw / self.rate;
        self.rows.push(v);
        self.open = false;
        v
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn ledger_new(rate: i64) -> *mut Ledger { Box::into_raw(Box::new(Ledger { open: false, rows: Vec::new(), rate })) }
/// # Safety
/// From `ledger_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_free(l: *mut Ledger) { if !l.is_null() { drop(unsafe { Box::from_raw(l) }) } }
/// # Safety
/// From `ledger_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ledger_post(l: *mut Ledger, raw: i64) -> i64 {
    let Some(l) = (unsafe { l.as_mut() }) else { return -1 };
    if l.open { return -2 }
    panic::catch_unwind(AssertUnwindSafe(|| l.post(raw))).unwrap_or(-3)
}
