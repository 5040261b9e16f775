use std::cell::Cell;
struct Shared(Cell<u64>);
unsafe impl Sync for Shared {}
static SEED: Shared = Shared(Cell::new(1));
#[no_mangle]
pub extern "C" fn rand_next() -> u64 {
    let x = SEED.0.get().wrapping_mul(48271);
    SEED.0.set(x);
    x
}
