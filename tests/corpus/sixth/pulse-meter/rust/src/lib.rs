//! Rate of an input that gives pulses, over a sliding window.

mod ring;

use ring::Ring;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static EDGES: AtomicU64 = AtomicU64::new(0);
static mut WINDOW: Ring<64> = Ring::new();

/// Notes an edge at a time in microseconds.
#[unsafe(no_mangle)]
pub extern "C" fn pulse_edge(at_us: u64) {
    EDGES.fetch_add(1, Relaxed);
    let window = &raw mut WINDOW;
    unsafe { (*window).push(at_us) };
}

/// Pulses a minute over the window; 0 until there are two.
#[unsafe(no_mangle)]
pub extern "C" fn pulse_rate() -> f64 {
    let window = &raw const WINDOW;
    let span = unsafe { (*window).span() };
    match span {
        Some((count, us)) if us > 0 => f64::from(count) * 60_000_000.0 / us as f64,
        _ => 0.0,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn pulse_total() -> u64 {
    EDGES.load(Relaxed)
}
