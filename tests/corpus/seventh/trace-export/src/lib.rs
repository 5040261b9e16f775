use std::sync::atomic::{AtomicU64, Ordering};

#[cfg(feature = "trace")]
mod trace;

static STATE: AtomicU64 = AtomicU64::new(1);

#[no_mangle]
pub extern "C" fn engine_step(input: u32) -> u64 {
    let next = |s: u64| s.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(u64::from(input));
    let state = STATE.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |s| Some(next(s)));
    #[cfg(feature = "trace")]
    trace::count();
    state.unwrap_or(0)
}
