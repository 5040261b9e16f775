use std::cell::Cell;
thread_local! { static SEED: Cell<u64> = const { Cell::new(1) }; }
#[no_mangle]
pub extern "C" fn rand_next() -> u64 {
    SEED.with(|s| { let x = s.get().wrapping_mul(48271); s.set(x); x })
}
