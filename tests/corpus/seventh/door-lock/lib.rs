#[derive(Default)]
pub struct Lock {
    closed: bool,
    turns: u32,
}

#[unsafe(no_mangle)]
pub extern "C" fn lock_new() -> *mut Lock {
    Box::into_raw(Box::default())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_set(lock: *mut Lock, closed: bool) -> u32 {
    let Some(lock) = (unsafe { lock.as_mut() }) else { return 0 };
    if lock.closed != closed {
        lock.closed = closed;
        lock.turns = lock.turns.wrapping_add(1);
    }
    lock.turns
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_closed(lock: *const Lock) -> bool {
    unsafe { lock.as_ref() }.is_some_and(|l| l.closed)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_free(lock: *mut Lock) {
    if !lock.is_null() {
        drop(unsafe { Box::from_raw(lock) });
    }
}
