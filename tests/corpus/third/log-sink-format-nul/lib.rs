//! Control loop of the pump firmware (host build). Log lines go to the Zig side.
#[macro_use]
mod trace;

use std::sync::atomic::{AtomicU32, Ordering};

static TICKS: AtomicU32 = AtomicU32::new(0);

const LIMIT_KPA: u32 = 420;

fn pressure(raw: u16) -> u32 {
    u32::from(raw) * 25 / 64
}

/// One step of the loop. Returns the duty of the pump in percent.
#[unsafe(no_mangle)]
pub extern "C" fn pump_step(raw: u16) -> u8 {
    let tick = TICKS.fetch_add(1, Ordering::Relaxed);
    let kpa = pressure(raw);
    if kpa > LIMIT_KPA {
        sink!(2, "tick {}: {} kPa over limit", tick, kpa);
        return 0;
    }
    if tick % 64 == 0 {
        sink!(0, "tick {}: {} kPa", tick, kpa);
    }
    let room = LIMIT_KPA - kpa;
    u8::try_from(room * 100 / LIMIT_KPA).unwrap_or(100)
}
