use std::cell::Cell;
thread_local! { static LAST: Cell<i32> = const { Cell::new(0) }; }
#[no_mangle]
pub extern "C" fn op_run(n: i32) -> bool {
    LAST.set(n);
    n > 0
}
#[no_mangle]
pub extern "C" fn op_last_error() -> i32 { LAST.get() }
