use std::panic::{AssertUnwindSafe, catch_unwind};
pub struct Book { accounts: Vec<i64>, log: Vec<(usize, usize, i64)> }
impl Book {
    fn transfer(&mut self, from: usize, to: usize, cents: i64) -> i64 {
        let (a, b) = (self.accounts[from] - cents, self.accounts[to] + cents);
        self.accounts[from] = a;
        self.accounts[to] = b;
        self.log.push((from, to, cents));
        self.accounts[from]
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn book_new(n: usize) -> *mut Book { Box::into_raw(Box::new(Book { accounts: vec![0; n.min(1 << 16)], log: Vec::new() })) }
/// # Safety
/// From `book_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn book_free(b: *mut Book) { if !b.is_null() { drop(unsafe { Box::from_raw(b) }) } }
/// # Safety
/// From `book_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn book_move(b: *mut Book, from: usize, to: usize, cents: i64) -> i64 {
    let Some(book) = (unsafe { b.as_mut() }) else { return i64::MIN };
    catch_unwind(AssertUnwindSafe(|| book.transfer(from, to, cents))).unwrap_or(i64::MIN)
}
