//! Worker pool of the renderer with profiler zones on the Zig side.
mod pool;

use std::sync::Arc;

extern "C" {
    fn zone_hit(zone: u8, micros: u32);
    fn zone_total(zone: u8) -> u64;
}

fn shade(row: u32) -> u32 {
    let mut x = row.wrapping_mul(0x9e37_79b9);
    for _ in 0..64 {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    // SAFETY: plain values.
    unsafe { zone_hit(1, x & 0xff) };
    x
}

/// Renders `rows` rows and returns the time spent in the shading zone.
#[no_mangle]
pub extern "C" fn render(rows: u32, workers: u32) -> u64 {
    let pool = pool::Pool::new(workers.clamp(1, 8));
    pool.run(rows, Arc::new(|row| {
        shade(row);
    }));
    unsafe { zone_total(1) }
}
