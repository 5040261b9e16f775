use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;

pub struct Meter {
    total: AtomicU64,
    names: Mutex<Vec<u32>>,
}

#[no_mangle]
pub extern "C" fn meter_new() -> *mut Meter {
    Box::into_raw(Box::new(Meter { total: AtomicU64::new(0), names: Mutex::new(Vec::new()) }))
}

/// # Safety
/// `meter` comes from `meter_new`.
#[no_mangle]
pub unsafe extern "C" fn meter_add(meter: *const Meter, value: u64) {
    let meter = &*meter;
    meter.total.fetch_add(value, Ordering::Relaxed);
    if let Ok(mut names) = meter.names.lock() {
        names.push(1);
    }
}

/// # Safety
/// `meter` comes from `meter_new`.
#[no_mangle]
pub unsafe extern "C" fn meter_free(meter: *mut Meter) {
    drop(Box::from_raw(meter));
}
