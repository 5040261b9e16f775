pub struct Store {
    pub(crate) keys: Vec<u64>,
}

#[no_mangle]
pub extern "C" fn store_open(size: u32) -> *mut Store {
    let keys = (0..u64::from(size)).map(|k| k * 3).collect();
    Box::into_raw(Box::new(Store { keys }))
}

/// # Safety
/// `s` comes from `store_open`, all cursors are finished.
#[no_mangle]
pub unsafe extern "C" fn store_close(s: *mut Store) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
