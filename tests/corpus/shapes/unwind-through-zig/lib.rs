use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};
extern "C-unwind" {
    fn rows_each(count: u32, cb: extern "C-unwind" fn(*mut c_void, u32), user: *mut c_void);
}
extern "C-unwind" fn row<F: FnMut(u32)>(user: *mut c_void, n: u32) {
    let f = unsafe { &mut *user.cast::<F>() };
    f(n);
}
pub fn each<F: FnMut(u32)>(count: u32, mut f: F) -> bool {
    catch_unwind(AssertUnwindSafe(|| unsafe { rows_each(count, row::<F>, (&raw mut f).cast()) })).is_ok()
}
