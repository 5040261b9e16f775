use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
type Visit = unsafe extern "C" fn(*mut c_void, u64) -> bool;
unsafe extern "C" { fn rows_each(n: u64, visit: Visit, user: *mut c_void) -> u64; }
unsafe extern "C" fn call<F: FnMut(u64) -> bool>(user: *mut c_void, v: u64) -> bool {
    let f = unsafe { &mut *user.cast::<F>() };
    catch_unwind(AssertUnwindSafe(|| f(v))).unwrap_or(false)
}
fn each<F: FnMut(u64) -> bool>(n: u64, mut f: F) -> u64 { unsafe { rows_each(n, call::<F>, (&raw mut f).cast()) } }
fn main() {
    let table = [3u64, 4, 5];
    let mut sum = 0;
    println!("{}", each(10, |v| { sum += table[v as usize]; sum < 100 }));
}
