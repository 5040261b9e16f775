#[repr(C)]
pub struct Events {
    pub opened: extern "C" fn(u32),
    pub closed: extern "C" fn(u32),
}

/// # Safety
/// `events` points to callbacks.
#[no_mangle]
pub unsafe extern "C" fn door_run(events: *const Events, doors: u32) {
    let events = &*events;
    for door in 0..doors {
        (events.opened)(door);
        (events.closed)(door);
    }
}
