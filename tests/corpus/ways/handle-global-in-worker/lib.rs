use std::cell::Cell;

pub struct Meter {
    total: Cell<u64>,
}

#[no_mangle]
pub extern "C" fn meter_new() -> *mut Meter {
    Box::into_raw(Box::new(Meter { total: Cell::new(0) }))
}

/// # Safety
/// `meter` comes from `meter_new`.
#[no_mangle]
pub unsafe extern "C" fn meter_add(meter: *const Meter, value: u64) {
    let meter = &*meter;
    meter.total.set(meter.total.get() + value);
}

/// # Safety
/// `meter` comes from `meter_new`.
#[no_mangle]
pub unsafe extern "C" fn meter_free(meter: *mut Meter) {
    drop(Box::from_raw(meter));
}
