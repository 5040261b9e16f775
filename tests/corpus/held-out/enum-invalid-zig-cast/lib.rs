#[no_mangle]
pub extern "C" fn next_state(seed: u32) -> u32 {
    seed.wrapping_mul(1_103_515_245).wrapping_add(12345) >> 28
}
