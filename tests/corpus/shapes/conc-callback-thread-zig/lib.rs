use std::cell::Cell;
use std::ffi::c_void;
extern "C" {
    fn watch_start(cb: extern "C" fn(*mut c_void, u32), user: *mut c_void) -> bool;
    fn watch_stop();
}
extern "C" fn changed(user: *mut c_void, n: u32) {
    let count = unsafe { &*user.cast::<Cell<u32>>() };
    count.set(count.get() + n);
}
pub fn run() -> u32 {
    let count = Cell::new(0u32);
    unsafe { watch_start(changed, (&raw const count).cast_mut().cast()) };
    while count.get() < 3 { std::hint::spin_loop(); }
    unsafe { watch_stop() };
    count.get()
}
