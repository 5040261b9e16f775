use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};

struct Spin {
    locked: AtomicBool,
    value: UnsafeCell<u64>,
}
unsafe impl Sync for Spin {}

static TOTAL: Spin = Spin { locked: AtomicBool::new(false), value: UnsafeCell::new(0) };

#[no_mangle]
pub extern "C" fn total_add(n: u64) -> u64 {
    while TOTAL.locked.swap(true, Ordering::Acquire) {
        std::hint::spin_loop();
    }
    let sum = unsafe {
        let p = TOTAL.value.get();
        *p = (*p).wrapping_add(n);
        *p
    };
    TOTAL.locked.store(false, Ordering::Release);
    sum
}
