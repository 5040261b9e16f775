use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

pub struct Meter(AtomicU64);

#[no_mangle]
pub extern "C" fn meter_new() -> *const Meter {
    Arc::into_raw(Arc::new(Meter(AtomicU64::new(0))))
}

#[no_mangle]
pub unsafe extern "C" fn meter_retain(m: *const Meter) {
    if !m.is_null() {
        Arc::increment_strong_count(m);
    }
}

#[no_mangle]
pub unsafe extern "C" fn meter_hit(m: *const Meter) -> u64 {
    m.as_ref().map_or(0, |m| m.0.fetch_add(1, Ordering::Relaxed))
}

#[no_mangle]
pub unsafe extern "C" fn meter_release(m: *const Meter) {
    if !m.is_null() {
        drop(Arc::from_raw(m));
    }
}
