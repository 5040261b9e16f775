#[repr(C)]
pub struct Rng { state: [u64; 2] }
#[no_mangle]
pub extern "C" fn rng_next(rng: &mut Rng) -> u64 {
    rng.state[0] = rng.state[0].wrapping_mul(6364136223846793005).wrapping_add(rng.state[1]);
    rng.state[0]
}
