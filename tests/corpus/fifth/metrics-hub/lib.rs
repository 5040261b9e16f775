use std::cell::Cell;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

const SERIES: usize = 32;

static COUNTERS: [AtomicU64; SERIES] = [const { AtomicU64::new(0) }; SERIES];
static GAUGES: [AtomicI64; SERIES] = [const { AtomicI64::new(0) }; SERIES];
static SAMPLES: Mutex<Vec<f64>> = Mutex::new(Vec::new());
static START: OnceLock<Instant> = OnceLock::new();

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

fn samples<R>(f: impl FnOnce(&mut Vec<f64>) -> R) -> R {
    f(&mut SAMPLES.lock().unwrap_or_else(PoisonError::into_inner))
}

#[no_mangle]
pub extern "C" fn metrics_add(series: usize, n: u64) -> u64 {
    COUNTERS.get(series).map_or(0, |c| c.fetch_add(n, Ordering::Relaxed).wrapping_add(n))
}

#[no_mangle]
pub extern "C" fn metrics_gauge(series: usize, v: i64) -> i64 {
    GAUGES.get(series).map_or(0, |g| g.swap(v, Ordering::AcqRel))
}

#[no_mangle]
pub extern "C" fn metrics_enter() -> u32 {
    START.get_or_init(Instant::now);
    DEPTH.with(|d| {
        d.set(d.get().saturating_add(1));
        d.get()
    })
}

#[no_mangle]
pub extern "C" fn metrics_leave(ms: f64) -> u32 {
    samples(|s| {
        if s.len() < 4096 && ms.is_finite() {
            s.push(ms);
        }
    });
    DEPTH.with(|d| {
        d.set(d.get().saturating_sub(1));
        d.get()
    })
}

#[no_mangle]
pub extern "C" fn metrics_quantile(q: f64) -> f64 {
    samples(|s| {
        s.sort_by(f64::total_cmp);
        let last = s.len().saturating_sub(1);
        let i = (q.clamp(0.0, 1.0) * last as f64) as usize;
        s.get(i).copied().unwrap_or(f64::NAN)
    })
}
