mod pulse;

use pulse::Pulse;
use std::slice;

#[unsafe(no_mangle)]
pub extern "C" fn pulse_new(period_seconds: f64) -> *mut Pulse {
    match Pulse::new(period_seconds) {
        Some(p) => Box::into_raw(Box::new(p)),
        None => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pulse_feed(p: *mut Pulse, edges: *const u64, n: usize) -> bool {
    let (Some(p), false) = (unsafe { p.as_mut() }, edges.is_null()) else { return false };
    p.feed(unsafe { slice::from_raw_parts(edges, n) });
    true
}

/// Edges in the slot, 0 if there is no such slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pulse_slot(p: *const Pulse, index: usize) -> u32 {
    unsafe { p.as_ref() }.and_then(|p| p.slot(index)).unwrap_or(0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pulse_mean_gap(p: *const Pulse) -> u64 {
    unsafe { p.as_ref() }.and_then(Pulse::mean_gap).unwrap_or(0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn pulse_free(p: *mut Pulse) {
    if !p.is_null() {
        drop(unsafe { Box::from_raw(p) });
    }
}
