use std::cell::UnsafeCell;

struct Shared(UnsafeCell<u64>);
unsafe impl Sync for Shared {}

static NEXT: Shared = Shared(UnsafeCell::new(1));

#[no_mangle]
pub extern "C" fn next_id() -> u64 {
    unsafe {
        let p = NEXT.0.get();
        *p += 1;
        *p
    }
}
