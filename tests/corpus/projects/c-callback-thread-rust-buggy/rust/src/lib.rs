use std::ffi::c_void;
extern "C" { fn timer_start(cb: extern "C" fn(*mut c_void), user: *mut c_void, n: u32) -> bool; }
static mut TICKS: u32 = 0;
extern "C" fn tick(_: *mut c_void) {
    unsafe { TICKS += 1 };
}
pub fn start() -> bool { unsafe { timer_start(tick, std::ptr::null_mut(), 10) } }
