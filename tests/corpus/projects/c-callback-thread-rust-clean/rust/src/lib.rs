use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
extern "C" { fn timer_start(cb: extern "C" fn(*mut c_void), user: *mut c_void, n: u32) -> bool; }
static TICKS: AtomicU32 = AtomicU32::new(0);
extern "C" fn tick(_: *mut c_void) {
    TICKS.fetch_add(1, Ordering::Relaxed);
}
pub fn start() -> bool { unsafe { timer_start(tick, std::ptr::null_mut(), 10) } }
