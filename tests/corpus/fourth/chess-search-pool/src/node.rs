use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[derive(Default)]
pub struct Shared {
    pub stop: AtomicBool,
    pub nodes: AtomicU64,
}

pub fn perft(shared: &Shared, seed: u64, depth: u32) {
    if shared.stop.load(Ordering::Relaxed) {
        return;
    }
    shared.nodes.fetch_add(1, Ordering::Relaxed);
    if depth == 0 {
        return;
    }
    for child in 0..(seed % 7 + 2) {
        perft(shared, seed.wrapping_mul(31).wrapping_add(child), depth - 1);
    }
}
