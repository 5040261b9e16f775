pub struct Timer {
    ticks: u64,
}

#[no_mangle]
pub extern "C" fn timer_start() -> *mut Timer {
    Box::into_raw(Box::new(Timer { ticks: 1 }))
}

#[no_mangle]
pub unsafe extern "C" fn timer_ticks(t: *const Timer) -> u64 {
    t.as_ref().map_or(0, |t| t.ticks)
}

#[no_mangle]
pub unsafe extern "C" fn timer_stop(t: *mut Timer) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
