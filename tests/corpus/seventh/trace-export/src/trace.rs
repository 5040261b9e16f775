use std::sync::atomic::{AtomicU64, Ordering};

static STEPS: AtomicU64 = AtomicU64::new(0);

pub fn count() {
    STEPS.fetch_add(1, Ordering::Relaxed);
}

#[no_mangle]
pub extern "C" fn engine_trace_steps() -> u64 {
    STEPS.load(Ordering::Relaxed)
}
