const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

pub fn lanes(seed: u64) -> [u64; 4] {
    [seed, seed ^ PRIME, seed.rotate_left(17), !seed]
}

pub fn absorb(lanes: &mut [u64; 4], chunk: &[u8]) {
    let word = chunk.iter().fold(0u64, |w, b| w << 8 | u64::from(*b));
    for (n, lane) in lanes.iter_mut().enumerate() {
        *lane = (*lane ^ word.rotate_left(n as u32 * 16)).wrapping_mul(PRIME);
    }
}

pub fn digest(lanes: &[u64; 4], len: u64) -> u64 {
    lanes.iter().fold(len, |h, lane| (h ^ lane).wrapping_mul(PRIME).rotate_left(31))
}
